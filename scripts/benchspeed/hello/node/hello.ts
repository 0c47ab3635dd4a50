// What a project of this language is compared with: one route, nothing else.
import { fastify } from "fastify";

const app = fastify();
app.get(
  "/",
  { schema: { response: { 200: { type: "object", properties: { hello: { type: "string" } } } } } },
  async () => ({ hello: "world" }),
);
await app.listen({ host: "0.0.0.0", port: Number(process.env.PORT) });

// What a project of this language is compared with: one route, and one that names the versions.
import { fastify } from "fastify";

const app = fastify();
app.get(
  "/",
  { schema: { response: { 200: { type: "object", properties: { hello: { type: "string" } } } } } },
  async () => ({ hello: "world" }),
);
app.get("/version", async () => `Node.js ${process.versions.node}, Fastify ${app.version}`);
await app.listen({ host: "0.0.0.0", port: Number(process.env.PORT) });

"""What a project of this language is compared with: one route, nothing else."""

import os

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.get("/")
async def hello() -> dict[str, str]:
    return {"hello": "world"}


uvicorn.run(app, host="0.0.0.0", port=int(os.environ["PORT"]), log_config=None, access_log=False)

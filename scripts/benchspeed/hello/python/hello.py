"""What a project of this language is compared with: one route, and one that names the versions."""

import os
import platform

import fastapi
import uvicorn
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

app = FastAPI()


@app.get("/")
async def hello() -> dict[str, str]:
    return {"hello": "world"}


@app.get("/version", response_class=PlainTextResponse)
async def version() -> str:
    return f"Python {platform.python_version()}, FastAPI {fastapi.__version__}"


uvicorn.run(app, host="0.0.0.0", port=int(os.environ["PORT"]), log_config=None, access_log=False)

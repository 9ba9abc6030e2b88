# The image holds the bot alone: no compiler, no test tools, a user that owns nothing but /data.
FROM python:3.11-slim-bookworm AS built
COPY requirements-serve.lock .
RUN python -m venv /opt/bot \
 && /opt/bot/bin/pip install --no-cache-dir --require-hashes --requirement requirements-serve.lock

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin coach \
 && install --directory --owner=10001 --group=10001 --mode=0700 /data
COPY --from=built /opt/bot /opt/bot
COPY bot /app/bot
COPY prompts /app/prompts
COPY storage /app/storage
WORKDIR /app
ENV PATH=/opt/bot/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    EXCHANGE_HOST=0.0.0.0 EXCHANGE_PORT=8080 \
    EXCHANGE_DATABASE_URL=sqlite:////data/exchange.db EXCHANGE_KEYS_URL=sqlite:////data/keys.db \
    EXCHANGE_ERASURES_FILE=/data/erasures.jsonl
USER 10001
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['EXCHANGE_PORT'] + '/livez', timeout=2)"]
CMD ["python", "-m", "bot", "serve"]

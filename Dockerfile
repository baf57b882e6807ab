# The wheel is built in one stage and installed in the next; both take only what the locks name, by hash.
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /opt/mainstay \
    && /opt/mainstay/bin/pip install --no-cache-dir --require-hashes -r requirements.lock \
    && python -m venv /opt/build \
    && /opt/build/bin/pip install --no-cache-dir --require-hashes -r requirements-build.lock
COPY . .
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
    && /opt/mainstay/bin/pip install --no-cache-dir --no-deps /dist/*.whl

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin mainstay \
    && install --directory --owner mainstay --group mainstay --mode 0700 /data
COPY --from=build /opt/mainstay /opt/mainstay
ENV PATH=/opt/mainstay/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MAINSTAY_HOME=/data
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import http.client, os, sys; name = os.environ.get('MAINSTAY_HOSTS', '').split(',')[0].strip(' .*') or 'localhost'; c = http.client.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/readyz', headers={'Host': name, 'X-Forwarded-Proto': 'https'}); sys.exit(c.getresponse().status >= 500)"]
CMD ["mainstay", "serve", "--host", "0.0.0.0", "--port", "8000"]

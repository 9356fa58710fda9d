# docker build -t leastwise . && docker run --rm -v "$PWD:/src:ro" leastwise check policies
FROM debian:12-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends dpkg-dev file \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN ./dev build release && cpack --config build/release/CPackConfig.cmake -G DEB -B /package

FROM debian:12-slim
LABEL org.opencontainers.image.title="leastwise" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.description="Least-privilege linter for machine-learning workloads"
COPY --from=build /package/*.deb /tmp/package/
# git lists the files of a folder; the folder that is mounted belongs to somebody else.
RUN apt-get update \
    && apt-get install -y --no-install-recommends git /tmp/package/*.deb \
    && rm -rf /var/lib/apt/lists/* /tmp/package \
    && git config --system --add safe.directory '*' \
    && useradd --system --uid 65532 --no-create-home leastwise
USER 65532:65532
WORKDIR /src
ENTRYPOINT ["leastwise"]
CMD ["--help"]

# Alcove as one static file, in an image that holds nothing else. docs/operations.md says how to run it.

FROM node:20-bookworm-slim AS page
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
# Not npm ci: the Makefile says why.
RUN npm install --no-save --no-audit --no-fund
COPY web ./
RUN npm run --silent build

FROM golang:1.26-bookworm AS server
WORKDIR /src
COPY . .
COPY --from=page /src/web/dist web/dist
RUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /image/alcove ./cmd/alcove
# A new volume takes over the owner and the mode that its folder has in the image.
RUN install -d -m 0700 /image/state/keys

FROM scratch
COPY --from=server /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=server /src/THIRD_PARTY_NOTICES.md /THIRD_PARTY_NOTICES.md
COPY --from=server --chown=65532:65532 /image/state/ /var/lib/alcove/
COPY --from=server /image/alcove /alcove
USER 65532:65532
EXPOSE 8080 8443 7700/udp
ENTRYPOINT ["/alcove"]
CMD ["serve"]
HEALTHCHECK --interval=10s --timeout=5s --retries=3 CMD ["/alcove", "healthcheck"]

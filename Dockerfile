# The standalone registry: Kestrel, the jobs in process. docs/deployment.md says how to run it, and several on one storage account.
#
#   docker build -t agent-registry .
#   docker run --read-only --cap-drop=ALL -p 8080:8080 -e AzureWebJobsStorage__tableServiceUri=https://account.table.core.windows.net agent-registry

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json BannedSymbols.txt .editorconfig host.json ./
COPY src/ src/
RUN dotnet publish src/Registry.Functions -c Release -o /app -p:PublishReadyToRun=true --use-current-runtime --self-contained false

# Chiseled: no shell, no package manager, user 1654.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app ./
# Nothing is written to the file system: the runtime's diagnostics would open a socket in /tmp.
ENV ASPNETCORE_URLS=http://+:8080 \
    DOTNET_EnableDiagnostics=0 \
    Registry__StartAzurite=false \
    Logging__Console__FormatterName=json
EXPOSE 8080
USER $APP_UID
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 CMD ["./Registry.Functions", "live"]
ENTRYPOINT ["./Registry.Functions"]

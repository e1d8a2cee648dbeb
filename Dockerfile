# One image with both programs: the silo (its entry point) and the console, `campaign`.
#
# This file stands twice, word for word: at the root, where `docker build -t email-app:latest .` looks for it, and as deploy/docker/Dockerfile
# beside what else is deployed. A link would be one file, but a checkout on Windows makes a text file of it. A test keeps them equal.

# The SDK and the runtime are those that the tests run on; global.json takes any later feature band.
FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
WORKDIR /source

# What a restore depends on, before the sources: this layer stays while only code changes.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY eng/ eng/
COPY src/Directory.Build.props src/
COPY src/Client/Client.csproj src/Client/packages.lock.json src/Client/
COPY src/Grains/Grains.csproj src/Grains/packages.lock.json src/Grains/
COPY src/Grains.Interfaces/Grains.Interfaces.csproj src/Grains.Interfaces/packages.lock.json src/Grains.Interfaces/
COPY src/Mail/Mail.csproj src/Mail/packages.lock.json src/Mail/
COPY src/Mail.Providers/Mail.Providers.csproj src/Mail.Providers/packages.lock.json src/Mail.Providers/
COPY src/Silo/Silo.csproj src/Silo/packages.lock.json src/Silo/
RUN dotnet restore src/Client --locked-mode
# The same packages, now for this kind of machine, with its runtime and the compiler that compiles all ahead.
COPY src/Client/Properties/ src/Client/Properties/
COPY src/Silo/Properties/ src/Silo/Properties/
RUN dotnet restore src/Client --os linux -p:PublishProfile=standalone

# Both programs into one folder, compiled ahead with their runtime into one image that they share, which takes some minutes: a silo that is added to a
# cluster is of use sooner, and costs 1.6 s of processor time less until it is warm. Analyzers have had their say before an image is built.
COPY src/ src/
RUN dotnet publish src/Client --configuration Release --os linux -p:PublishProfile=standalone --no-restore --output /app -p:RunAnalyzers=false -p:GenerateDocumentationFile=false
RUN ln -s EmailCampaign.Client /app/campaign

# Chiselled: no shell, no package manager, and no .NET, which the programs bring. "extra" has ICU and the time zones, which addresses beyond ASCII and
# schedules need.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0.12-noble-chiseled-extra
LABEL org.opencontainers.image.title="EmailCampaign"
WORKDIR /app
COPY --from=build /app/ ./
ENV PATH="/app:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# The root file system may be read-only: without diagnostics .NET writes nothing but below /tmp.
ENV DOTNET_EnableDiagnostics="0"
# Reached from outside the container; the addresses of a process on a bare machine default to loopback.
ENV Silo__Address="host" Admin__Address="0.0.0.0" Metrics__Address="0.0.0.0" Log__Format="json"
# A silo of this image is a cluster's: one that is not told its database is refused, instead of hosting a data directory.
ENV Storage__Database=""
# Silos, consoles, health and dashboard, metrics: the defaults of Silo:Port, Silo:GatewayPort, Admin:Port and Metrics:Port.
EXPOSE 11111 30000 8080 2112
# The image's own unprivileged user, by number: Kubernetes cannot tell from a name that it is not root.
USER 1654:1654
# Alive, not ready: whoever restarts by this must not restart silos while their database is away.
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 CMD ["/app/EmailCampaign.Silo", "--health", "live"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/EmailCampaign.Silo"]

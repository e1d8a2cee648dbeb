using System.Text.Json.Nodes;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Testing.Containers;

namespace EmailCampaign.Deploy.Tests.Compose;

/// <summary>What <c>observability.yaml</c> brings finds the silos of <c>docker-compose.yml</c> and of the machine, and each other.</summary>
public sealed class ObservabilityFileTests
{
    private const string Network = "emailcampaign";

    private readonly ComposeFile _file = ComposeFile.Parse(SourceTree.Read("observability.yaml"));
    private readonly ComposeFile _cluster = ComposeFile.Parse(SourceTree.Read("docker-compose.yml"));
    private readonly JsonObject _prometheus = YamlNodes.Document(SourceTree.Read("observability/prometheus/prometheus.yml"));

    [Fact]
    public void EveryService_Any_IsConfinedAndKeepsWhatItHas()
        => Assert.All(_file.Services.Values, static service =>
        {
            Assert.Equal("[\"ALL\"]", service.Node["cap_drop"]?.ToJsonString());
            Assert.Equal("[\"no-new-privileges:true\"]", service.Node["security_opt"]?.ToJsonString());
            Assert.NotNull(service.Node["deploy"]?["resources"]?["limits"]?["memory"]);
            Assert.Equal("unless-stopped", (string?)service.Node["restart"]);
            Assert.True(service.HealthCheck is not null || service.Name == "tempo", service.Name);
            Assert.Contains(service.Volumes, static volume => !volume.StartsWith('.'));
            Assert.All(service.Ports, static port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        });

    [Theory]
    [InlineData("observability.yaml")]
    [InlineData("docker-compose.yml")]
    public void Network_OfBothFiles_IsOne(string file)
    {
        var document = YamlNodes.Document(SourceTree.Read(file));

        Assert.Equal(Network, (string?)document["networks"]![Network]!["name"]); // without it, each project would have one of its own
        Assert.All(ComposeFile.Parse(SourceTree.Read(file)).Services.Values, static service => Assert.Equal([Network], service.Networks));
    }

    [Fact]
    public void Prometheus_Scrapes_TheSilosOfTheComposeFileAndTheOneOfTheMachine()
    {
        var job = _prometheus["scrape_configs"]!.AsArray().Single(static one => (string?)one!["job_name"] == "email-campaign")!;
        var containers = job["dns_sd_configs"]!.AsArray().Single()!;
        var machine = (string)job["static_configs"]![0]!["targets"]![0]!;

        Assert.Contains((string)containers["names"]![0]!, _cluster.Services.Keys);
        Assert.Equal(new MetricsOptions().Port, (long)containers["port"]!);
        Assert.Equal($"host.docker.internal:{new MetricsOptions().Port}", machine);
        Assert.Equal("[\"host.docker.internal:host-gateway\"]", _file.Services["prometheus"].Node["extra_hosts"]?.ToJsonString());
    }

    [Fact]
    public void Addresses_OfPrometheusAndGrafana_AreServicesAtTheirPorts()
    {
        var alertmanager = (string)_prometheus["alerting"]!["alertmanagers"]![0]!["static_configs"]![0]!["targets"]![0]!;
        var sources = YamlNodes.Document(SourceTree.Read("grafana/provisioning/datasources/datasources.yaml"))["datasources"]!.AsArray()
            .Select(static source => new Uri((string)source!["url"]!).Authority);
        var tempo = YamlNodes.Document(SourceTree.Read("observability/tempo/tempo.yaml"))["server"]!["http_listen_port"];

        Assert.Equal("alertmanager:9093", alertmanager);
        Assert.Equal(["prometheus:9090", $"tempo:{tempo}", alertmanager], sources);
        Assert.All(sources, source => Assert.Contains(source.Split(':')[0], _file.Services.Keys));
    }

    [Fact]
    public void Tempo_Receives_WhereASiloOfTheMachineAndOneOfTheComposeFileSend()
    {
        var protocols = YamlNodes.Document(SourceTree.Read("observability/tempo/tempo.yaml"))["distributor"]!["receivers"]!["otlp"]!["protocols"]!.AsObject();
        var ports = protocols.Select(static protocol => ((string)protocol.Value!["endpoint"]!).Split(':')[1]).ToList();

        Assert.Equal(["grpc", "http"], protocols.Select(static protocol => protocol.Key));
        Assert.Equal(ports.Select(static port => $"127.0.0.1:{port}:{port}"), _file.Services["tempo"].Ports);

        // As the compose file's own comment says to set it, of the protocol that is the default.
        Assert.Contains($"TRACING_ENDPOINT=http://tempo:{ports[0]},", SourceTree.Read("docker-compose.yml"), StringComparison.Ordinal);
        Assert.Contains("Tracing__Endpoint", _cluster.Services["silo"].Environment.Keys);
        Assert.Equal("grpc", new TracingOptions().Protocol);
    }
}

using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Testing.Prometheus;

/// <summary>A real Prometheus that scrapes ports of this machine. Disposing ends it.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory;
    private readonly RunningProcess _process;
    private readonly HttpClient _http;

    private PrometheusServer(DirectoryInfo directory, RunningProcess process, int port)
    {
        (_directory, _process) = (directory, process);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>The server's program, of Debian's package <c>prometheus</c>.</summary>
    public static ForeignTool Program => ForeignTool.Find("prometheus") is { } program ? new(program, "") : new(null, "prometheus is not installed");

    /// <summary>Starts a server that scrapes every second, and evaluates rules as often.</summary>
    /// <param name="job">The label <c>job</c> of what it scrapes.</param>
    /// <param name="ports">Where metrics are served.</param>
    /// <param name="rules">Rule files.</param>
    public static async Task<PrometheusServer> StartAsync(string job, IEnumerable<int> ports, IEnumerable<string> rules)
    {
        var directory = Directory.CreateTempSubdirectory("campaign-prometheus-");
        var config = Path.Combine(directory.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(config, $"""
            global:
              scrape_interval: 1s
              evaluation_interval: 1s
            rule_files: [{string.Join(", ", rules.Select(static rule => $"'{rule}'"))}]
            scrape_configs:
              - job_name: {job}
                static_configs:
                  - targets: [{string.Join(", ", ports.Select(static port => $"'127.0.0.1:{port}'"))}]
            """);
        var listen = LoopbackPort.Free(1)[0];
        var process = RunningProcess.Start(
            Program.Program!,
            [
                $"--config.file={config}", $"--storage.tsdb.path={Path.Combine(directory.FullName, "data")}",
                string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{listen}"),
            ],
            directory.FullName);
        var server = new PrometheusServer(directory, process, listen);
        await process.PrintsAsync("Server is ready to receive web requests", Patience);
        return server;
    }

    /// <summary>The samples that a query answers now; an error of the query is an exception with its text.</summary>
    public async Task<IReadOnlyList<PrometheusSample>> QueryAsync(string query)
    {
        using var content = new FormUrlEncodedContent([new("query", query)]);
        using var response = await _http.PostAsync(new Uri("/api/v1/query", UriKind.Relative), content);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (body.GetProperty("status").GetString() != "success")
        {
            throw new InvalidOperationException($"{query}: {body.GetProperty("error").GetString()}");
        }

        var data = body.GetProperty("data");
        var result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() == "scalar"
            ? [new PrometheusSample(new Dictionary<string, string>(), Number(result[1]))]
            : [.. result.EnumerateArray().Select(static sample => new PrometheusSample(
                sample.GetProperty("metric").Deserialize<Dictionary<string, string>>()!, Number(sample.GetProperty("value")[1])))];
    }

    /// <summary>The rules that it has loaded.</summary>
    public async Task<IReadOnlyList<PrometheusRule>> RulesAsync()
    {
        var body = await _http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/rules", UriKind.Relative));
        return [.. body.GetProperty("data").GetProperty("groups").EnumerateArray()
            .SelectMany(static group => group.GetProperty("rules").EnumerateArray())
            .Select(static rule => new PrometheusRule(
                rule.GetProperty("name").GetString()!,
                rule.GetProperty("query").GetString()!,
                rule.GetProperty("type").GetString() == "alerting",
                rule.GetProperty("health").GetString()!,
                rule.TryGetProperty("lastError", out var error) ? error.GetString()! : ""))];
    }

    public override string ToString() => _process.ToString();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static double Number(JsonElement value) => value.GetString() switch
    {
        "NaN" => double.NaN,
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var text => double.Parse(text!, CultureInfo.InvariantCulture),
    };
}

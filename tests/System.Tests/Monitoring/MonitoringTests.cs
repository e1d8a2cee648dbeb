using System.Globalization;
using System.Text.RegularExpressions;
using EmailCampaign.SystemTests.Clusters;
using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Prometheus;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Monitoring;

/// <summary>A real Prometheus scrapes two silos during a campaign, and is asked all that the dashboard and the rules ask.</summary>
public sealed partial class MonitoringTests(PostgresFixture postgres, ITestOutputHelper log)
{
    private static readonly string Files = Path.Combine(AppContext.BaseDirectory, "monitoring");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Queries_OfDashboardAndRules_AllHaveAnAnswerWhileACampaignIsSent()
    {
        var program = PrometheusServer.Program;
        Assert.False(ForeignTool.Required && !program.IsThere, program.Reason);
        Assert.SkipUnless(program.IsThere, program.Reason);
        await using var server = ScriptedSmtpServer.Start();
        await using var cluster = new TestCluster(await postgres.EmptyDatabaseAsync()).SendTo(server.Port)
            .Set("Providers__smtp__Limits__PerDay", "1000000").Set("Sending__BatchSize", "100");
        await cluster.StartAsync(2);
        var rules = System.IO.Directory.GetFiles(Path.Combine(Files, "rules"), "*.yml");
        await using var prometheus = await PrometheusServer.StartAsync("email-campaign", cluster.Seats.Select(static seat => seat.MetricsPort), rules);
        await using var workspace = new Workspace { Cluster = cluster.Database };
        var addresses = Enumerable.Range(0, 10_000).Select(static i => $"user{i}@example{i % 500}.test");
        var console = workspace.Launch(workspace.Contacts(addresses), "watched", "--rate", "150/s");
        var loaded = await prometheus.RulesAsync();
        var asked = Dashboard.Queries(Path.Combine(Files, "email-dashboard.json"), "10s")
            .Concat(loaded.Select(static rule => (Title: rule.Name, Query: rule.IsAlert ? AlertExpression.WithAnswers(rule.Query) : rule.Name)))
            .ToList();

        var unanswered = asked;
        var started = TimeProvider.System.GetTimestamp();
        while (unanswered.Count > 0)
        {
            unanswered = await UnansweredAsync(prometheus, unanswered);
            Assert.True(
                TimeProvider.System.GetElapsedTime(started) < Patience,
                $"No answer to {string.Join(Environment.NewLine, unanswered.Select(static query => $"{query.Title}: {query.Query}"))}\n{console}");
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        log.WriteLine($"{asked.Count} queries had an answer {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s after the launch.");
        Assert.All(await prometheus.RulesAsync(), static rule => Assert.Equal(("ok", ""), (rule.Health, rule.Error)));
        Assert.Empty(await prometheus.QueryAsync("ALERTS{alertstate=\"firing\"}"));

        // One silo drives the campaign, and says so alone.
        Assert.Single(await prometheus.QueryAsync("email_queue_depth > 0"));
        Assert.False(console.HasExited, console.ToString());
        foreach (var seat in cluster.Seats)
        {
            Check(await Scrape.TextAsync(seat.MetricsPort));
        }
    }

    // A number, and not merely "not a number".
    private static async Task<List<(string Title, string Query)>> UnansweredAsync(PrometheusServer prometheus, List<(string Title, string Query)> queries)
    {
        var unanswered = new List<(string, string)>();
        foreach (var query in queries)
        {
            if ((await prometheus.QueryAsync(query.Query)).All(static sample => double.IsNaN(sample.Value)))
            {
                unanswered.Add(query);
            }
        }

        return unanswered;
    }

    private static void Check(string exposed)
    {
        var guide = MetricsGuide.Read(Path.Combine(Files, "metrics.md"));
        var families = Family().Matches(exposed).Select(static match => match.Groups["name"].Value).ToList();
        Assert.Equal(guide.Own.Order(StringComparer.Ordinal), families.Where(static name => !MetricsGuide.IsRuntime(name)).Order(StringComparer.Ordinal));
        Assert.Empty(guide.Runtime.Except(families));

        // No address of a silo or a person, no campaign, no batch.
        Assert.All(exposed.Split('\n').Where(static line => line.Contains('{', StringComparison.Ordinal)),
            static line => Assert.False(Forbidden().IsMatch(line), string.Create(CultureInfo.InvariantCulture, $"A label says too much: {line}")));
    }

    [GeneratedRegex(@"^# TYPE (?<name>\S+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Family();

    [GeneratedRegex(@"\d+\.\d+\.\d+\.\d+|@|watched", RegexOptions.None, 1000)]
    private static partial Regex Forbidden();
}

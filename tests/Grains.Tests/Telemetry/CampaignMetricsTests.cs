using System.Diagnostics;
using EmailCampaign.Batches;
using EmailCampaign.Senders;
using EmailCampaign.Telemetry;
using Prometheus;
using static EmailCampaign.Grains.Tests.Telemetry.Exposition;

namespace EmailCampaign.Grains.Tests.Telemetry;

public sealed class CampaignMetricsTests
{
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();

    [Fact]
    public async Task OnSent_InsideATrace_CarriesNoExemplar()
    {
        using var activity = new Activity("send") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();
        var account = new CampaignMetrics(_registry).Account("smtp");

        account.OnSent();
        account.OnSlice(3, TimeSpan.FromSeconds(3));

        var text = await TextAsync(_registry, ExpositionFormat.OpenMetricsText);
        Assert.Contains("email_sent_total{provider=\"smtp\"} 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("trace_id", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnSlice_OfThreeMails_CountsTheTimeOfEach()
    {
        new CampaignMetrics(_registry).Account("smtp").OnSlice(3, TimeSpan.FromSeconds(6));

        Assert.Equal(3, await ValueAsync(_registry, "email_send_duration_seconds_bucket{provider=\"smtp\",le=\"2.5\"}"));
        Assert.Equal(0, await ValueAsync(_registry, "email_send_duration_seconds_bucket{provider=\"smtp\",le=\"1\"}"));
        Assert.Equal(6, await ValueAsync(_registry, "email_send_duration_seconds_sum{provider=\"smtp\"}"));
    }

    [Fact]
    public void OnFailed_ForEveryLabel_IsKnownBeforehand()
    {
        var account = new CampaignMetrics(_registry).Account("smtp");

        Assert.All(OutcomeMap.Labels, account.OnFailed);
        Assert.All(Enum.GetValues<FailureReason>(), account.OnRetry);
    }

    [Fact]
    public void Account_AskedTwice_IsTheSame()
    {
        var metrics = new CampaignMetrics(_registry);

        Assert.Same(metrics.Account("smtp"), metrics.Account("smtp"));
    }
}

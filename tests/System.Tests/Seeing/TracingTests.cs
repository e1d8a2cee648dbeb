using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Http;
using EmailCampaign.Testing.Smtp;
using EmailCampaign.Testing.Tracing;

namespace EmailCampaign.SystemTests.Seeing;

/// <summary>What a collector gets from a console that sends, over OTLP.</summary>
[Collection(TestGroups.Embedded)]
public sealed class TracingTests
{
    private const int Contacts = 120;

    [Fact]
    public async Task Launch_WithACollector_TracesEachMailToItsServerAndNamesNobody()
    {
        await using var collector = ScriptedHttpServer.Start(new HttpAction.Reply(200));
        await using var server = ScriptedSmtpServer.Start(new SmtpScript
        {
            Otherwise = static exchange => exchange.Step == SmtpStep.Rcpt && exchange.Recipient is "person7@example.test"
                ? new SmtpAction.Reply($"550 5.1.1 <{exchange.Recipient}>: no such user") : null,
        });
        await using var workspace = new Workspace().SendTo(server)
            .Set("Tracing__Endpoint", collector.Address.AbsoluteUri).Set("Tracing__Protocol", "http").Set("Tracing__SampleRatio", "1");
        workspace.Template("Confidential for {{ first_name }}", "Dear {{ first_name }}\n");

        (await workspace.LaunchAsync(workspace.Contacts(Enumerable.Range(0, Contacts).Select(static i => $"person{i}@example.test")), "traced")).AssertExit(1);

        Assert.All(collector.Requests, static request => Assert.Equal(("POST", "/v1/traces"), (request.Method, request.Target)));
        var spans = collector.Requests.SelectMany(static request => OtlpTraces.Read(request.Content)).ToList();
        var campaign = Assert.Single(Named("campaign"));
        Assert.Equal(("", "traced", $"{Contacts}"), (campaign.ParentId, campaign.Attributes["campaign.id"], campaign.Attributes["campaign.recipients"]));
        var batch = Assert.Single(Named("batch"));
        Assert.Equal((campaign.TraceId, campaign.SpanId), (batch.TraceId, batch.ParentId));
        Assert.All(Named("slice"), slice => Assert.Equal(("", (batch.TraceId, batch.SpanId)), (slice.ParentId, Assert.Single(slice.Links))));
        Assert.All(Named("attempt"), attempt => Assert.Contains(Named("slice"), slice => (slice.TraceId, slice.SpanId) == (attempt.TraceId, attempt.ParentId)));
        Assert.Equal(Contacts, Named("provider.call").Count());
        Assert.All(Named("provider.call"), call => Assert.Contains(Named("attempt"), attempt => (attempt.TraceId, attempt.SpanId) == (call.TraceId, call.ParentId)));
        Assert.All(Named("provider.call"), call => Assert.Equal($"127.0.0.1:{server.Port}", call.Attributes["server.address"]));

        var rejected = Assert.Single(Named("attempt").SelectMany(static span => span.Events));
        Assert.Equal(("rejected", "unknown_mailbox", "550"), (rejected.Name, rejected.Attributes["reason"], rejected.Attributes["reply.code"]));
        Assert.Equal("dead-letter", Assert.Single(Named("slice").SelectMany(static span => span.Events)).Name);

        // Not only in attributes: nowhere in what left the process.
        Assert.All(collector.Requests, static request => Assert.All(
            new[] { "example.test", "Confidential", "person7", "no such user", "news@acme.example" }, secret => Assert.DoesNotContain(secret, request.Body, StringComparison.OrdinalIgnoreCase)));

        IEnumerable<OtlpSpan> Named(string name) => spans.Where(span => span.Name == name);
    }

    [Fact]
    public async Task Launch_ThrottledGreylistedAndRejected_TracesSayWhy()
    {
        await using var collector = ScriptedHttpServer.Start(new HttpAction.Reply(200));
        await using var server = ScriptedSmtpServer.Start(new SmtpScript()
            .On(SmtpStep.Rcpt, "550 5.1.1 <gone@example.test>: no such user", recipient: "gone@example.test")
            .On(SmtpStep.Rcpt, "451 4.3.0 <later@example.test>: try later", recipient: "later@example.test", times: 1)
            .On(SmtpStep.Rcpt, "421 4.7.0 <slow@example.test>: too many", recipient: "slow@example.test", times: 1));
        await using var workspace = new Workspace().SendTo(server)
            .Set("Tracing__Endpoint", collector.Address.AbsoluteUri).Set("Tracing__Protocol", "http").Set("Tracing__SampleRatio", "1");

        // The one that makes the server end the session is the slice's last.
        (await workspace.LaunchAsync(workspace.Contacts(["fine@example.test", "gone@example.test", "later@example.test", "slow@example.test"]), "troubled")).AssertExit(1);

        Assert.Equal(3, (await workspace.StatusAsync("troubled")).Recipients.Sent);
        var spans = collector.Requests.SelectMany(static request => OtlpTraces.Read(request.Content)).ToList();
        Assert.Equal(
            ["deferred 2 temporary_failure 451", "rejected 1 unknown_mailbox 550", "throttled 3 slow_down 421"],
            Events("attempt", "reply.code").Order(StringComparer.Ordinal));
        Assert.Equal(["dead-letter 1 unknown_mailbox 1", "retry 2 temporary_failure 1"], Events("slice", "attempts").Order(StringComparer.Ordinal));
        Assert.All(collector.Requests, static request => Assert.DoesNotContain("example.test", request.Body, StringComparison.OrdinalIgnoreCase));

        IEnumerable<string> Events(string name, string last) => spans.Where(span => span.Name == name).SelectMany(static span => span.Events)
            .Select(note => $"{note.Name} {note.Attributes["recipient.index"]} {note.Attributes["reason"]} {note.Attributes[last]}");
    }

    [Fact]
    public async Task Launch_CollectorIsAway_SendsAllTheSame()
    {
        await using var workspace = new Workspace().Set("Tracing__Endpoint", "http://127.0.0.1:1").Set("Tracing__SampleRatio", "1");

        (await workspace.LaunchAsync(workspace.Contacts(["ann@example.test"]), "untraced")).AssertExit(0);

        Assert.Single(workspace.Mails());
    }

    [Theory]
    [InlineData("Tracing__Endpoint", "collector:4317", "a whole address such as http://127.0.0.1:4317")]
    [InlineData("Tracing__Protocol", "udp", "grpc or http")]
    [InlineData("Tracing__SampleRatio", "2", "a number from 0 to 1")]
    public async Task Launch_SettingThatCannotBe_IsNamed(string setting, string value, string expected)
    {
        await using var workspace = new Workspace().Set(setting, value);

        var run = await workspace.LaunchAsync(workspace.Contacts(["ann@example.test"]), "refused");

        run.AssertExit(2);
        Assert.Contains($"{setting.Replace("__", ":", StringComparison.Ordinal)} is \"{value}\"; it must be {expected}.", run.ToString(), StringComparison.Ordinal);
    }
}

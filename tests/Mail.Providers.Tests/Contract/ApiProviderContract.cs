using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Mail.Providers.Tests.Contract;

/// <summary>
/// How every provider behind an HTTP API behaves, over real sockets. A derived class gives the vendor's spelling of each reply.
/// </summary>
public abstract class ApiProviderContract
{
    /// <summary>What the account is known by; no outcome may show it.</summary>
    protected const string Secret = "secret.of.the.account-0123456789";

    private const string Bad = "bad@example.test";

    /// <summary>A provider with default settings at this address.</summary>
    protected abstract IMailProvider Create(Uri address, TimeProvider clock);

    /// <summary>Whom a request goes to, in its order.</summary>
    protected abstract IReadOnlyList<string> Recipients(HttpSeen request);

    /// <summary>Takes every mail of a request.</summary>
    protected abstract HttpAction.Reply Accepts(HttpSeen request);

    /// <summary>Refuses one recipient of a request for good, and takes the others where a request can end like that.</summary>
    protected abstract HttpAction.Reply Rejects(HttpSeen request, string recipient);

    /// <summary>Too many requests; the suite adds what is said about the time.</summary>
    protected abstract HttpAction.Reply Throttles { get; }

    protected abstract HttpAction.Reply QuotaUsedUp { get; }

    /// <summary>Refuses the key, in words that hold <paramref name="text"/>.</summary>
    protected abstract HttpAction.Reply KeyRefused(string text);

    /// <summary>Messages that do not fit into one call.</summary>
    protected virtual OutgoingMessage[] SliceOfManyCalls => TestMail.Slice(3);

    [Fact]
    public async Task Send_Slice_EveryMailIsAcceptedUnderAnIdOfItsOwn()
    {
        await using var server = ScriptedHttpServer.Start(Accepts);
        var slice = TestMail.Slice(5);

        var outcomes = await SendAsync(server, slice);

        var ids = outcomes.Select(static outcome => Assert.IsType<SendOutcome.Accepted>(outcome).ProviderMessageId).ToList();
        Assert.DoesNotContain("", ids);
        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal(slice.Select(static message => message.To), server.Requests.SelectMany(Recipients));
        Assert.All(server.Requests, static request => Assert.StartsWith("EmailCampaign/", request.Header("User-Agent")));
    }

    [Fact]
    public async Task Send_ManyCallersAtOnce_EachGetTheirOwnAnswers()
    {
        await using var server = ScriptedHttpServer.Start(Accepts);
        using var provider = (IDisposable)Create(server.Address, TimeProvider.System);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync((IMailProvider)provider, TestMail.Slice(5))));

        Assert.All(outcomes.SelectMany(static slice => slice), static outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.Equal(20, server.Requests.SelectMany(Recipients).Count());
    }

    [Fact]
    public async Task Send_OneRecipientRefused_OnlyThatOneIsRejectedAndTheOthersLoseNothing()
    {
        var taken = new List<string>();
        await using var server = ScriptedHttpServer.Start(request =>
        {
            var recipients = Recipients(request);
            if (!recipients.Contains(Bad))
            {
                taken.AddRange(recipients);
                return Accepts(request);
            }

            return Rejects(request, Bad);
        });
        OutgoingMessage[] slice = [TestMail.To("a@example.test", 2), TestMail.To(Bad, 3), TestMail.To("b@example.test", 4), TestMail.To("c@example.test", 5)];

        var outcomes = await SendAsync(server, slice);

        var rejected = Assert.IsType<SendOutcome.Rejected>(outcomes[1]);
        Assert.NotEmpty(rejected.Reply);
        Assert.All(outcomes.Where((_, index) => index != 1), static outcome => Assert.True(outcome is SendOutcome.Accepted or SendOutcome.NotAttempted));
        Assert.Subset(
            outcomes.Zip(slice).Where(static pair => pair.First is SendOutcome.Accepted).Select(static pair => pair.Second.To).ToHashSet(),
            taken.ToHashSet());
    }

    [Fact]
    public async Task Send_ThrottledWithRetryAfter_EndsTheSliceWithTheTimeThatWasNamed()
    {
        await using var server = ScriptedHttpServer.Start(Throttles.With("Retry-After", "7"));

        var outcomes = await SendAsync(server, TestMail.Slice(3));

        AssertEnds("Throttled", outcomes, server);
        Assert.Equal(TimeSpan.FromSeconds(7), ((SendOutcome.Throttled)outcomes[0]).RetryAfter);
    }

    [Fact]
    public async Task Send_ThrottledUntilADate_WaitsUntilThen()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
        await using var server = ScriptedHttpServer.Start(Throttles.With("Retry-After", "Tue, 24 Nov 2026 03:00:30 GMT"));

        var outcomes = await SendAsync(server, TestMail.Slice(3), clock);

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<SendOutcome.Throttled>(outcomes[0]).RetryAfter);
    }

    [Fact]
    public async Task Send_ThrottledWithoutATime_LeavesTheTimeToTheLane()
    {
        await using var server = ScriptedHttpServer.Start(Throttles);

        var outcomes = await SendAsync(server, TestMail.Slice(3));

        AssertEnds("Throttled", outcomes, server);
        Assert.Null(((SendOutcome.Throttled)outcomes[0]).RetryAfter);
    }

    [Fact]
    public async Task Send_QuotaUsedUp_IsRefusedAndEndsTheSlice()
    {
        await using var server = ScriptedHttpServer.Start(QuotaUsedUp);

        AssertEnds("Refused:Quota", await SendAsync(server, TestMail.Slice(3)), server);
    }

    [Fact]
    public async Task Send_KeyRefused_IsRefusedAndTheKeyIsNeverShown()
    {
        await using var server = ScriptedHttpServer.Start(KeyRefused($"The key {Secret} is invalid\r\n" + new string('x', 1000)));

        var outcomes = await SendAsync(server, TestMail.Slice(3));

        AssertEnds("Refused:Authentication", outcomes, server);
        var reply = ((SendOutcome.Refused)outcomes[0]).Reply;
        Assert.DoesNotContain(Secret, reply);
        Assert.DoesNotContain('\n', reply);
        Assert.InRange(reply.Length, 1, 300);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Send_ServerError_IsUnknownAndNoOtherMailIsPutIntoDoubt(int status)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(status, "<html>Bad gateway</html>"));

        AssertEnds("Unknown", await SendAsync(server, TestMail.Slice(3)), server);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    public async Task Send_NotTheApi_IsRefusedAndNoRedirectIsFollowed(int status)
    {
        await using var elsewhere = ScriptedHttpServer.Start(Accepts);
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(status, "<html></html>").With("Location", elsewhere.Address.AbsoluteUri));

        AssertEnds("Refused:Configuration", await SendAsync(server, TestMail.Slice(3)), server);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Send_ConnectionRefused_IsUnreachableAndEndsTheSlice()
    {
        await using var server = ScriptedHttpServer.Start(Accepts);
        await server.StopAsync();

        AssertEnds("Unreachable", await SendAsync(server, TestMail.Slice(3)), server, requests: 0);
    }

    [Fact]
    public async Task Send_CertificateThatNobodyTrusts_IsRefusedForAPersonToMend()
    {
        await using var server = ScriptedHttpServer.StartUntrusted(new HttpScript(Accepts));

        var outcomes = await SendAsync(server, TestMail.Slice(3));

        AssertEnds("Refused:Configuration", outcomes, server, requests: 0);
        var reply = ((SendOutcome.Refused)outcomes[0]).Reply;
        Assert.StartsWith($"TLS with {server.Address.Authority} failed: ", reply, StringComparison.Ordinal);
        Assert.Contains(":BaseAddress", reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ConnectionLostInTheHandshake_IsUnreachable()
    {
        await using var server = ScriptedHttpServer.Start(Accepts);

        AssertEnds("Unreachable", await SendAsync(new UriBuilder(server.Address) { Scheme = "https" }.Uri, TestMail.Slice(3)), server, requests: 0);
    }

    [Fact]
    public async Task Ask_NobodyThere_IsUnknownAndSaysWhere()
    {
        await using var server = ScriptedHttpServer.Start(Accepts);
        await server.StopAsync();

        var state = await AskAsync(server);

        Assert.Equal(ProviderAccountStatus.Unknown, state.Status);
        Assert.Contains(server.Address.Authority, state.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_CertificateThatNobodyTrusts_Refuses()
    {
        await using var server = ScriptedHttpServer.StartUntrusted(new HttpScript(Accepts));

        var state = await AskAsync(server);

        Assert.Equal(ProviderAccountStatus.Refuses, state.Status);
        Assert.StartsWith("TLS with ", state.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_KeyRefused_RefusesAndTheKeyIsNeverShown()
    {
        await using var server = ScriptedHttpServer.Start(KeyRefused($"The key {Secret} is invalid\r\n" + new string('x', 1000)));

        var state = await AskAsync(server);

        Assert.Equal(ProviderAccountStatus.Refuses, state.Status);
        Assert.DoesNotContain(Secret, state.Sentence);
        Assert.DoesNotContain('\n', state.Sentence);
        Assert.InRange(state.Sentence.Length, 1, 400);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Ask_SlowDownOrServerError_IsUnknown(int status)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(status, "<html>Bad gateway</html>"));

        Assert.Equal(ProviderAccountStatus.Unknown, (await AskAsync(server)).Status);
    }

    [Fact]
    public async Task Ask_SuccessThatIsNotTheApis_IsUnknown()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, "<html>Welcome to our wireless network</html>"));

        Assert.Equal(ProviderAccountStatus.Unknown, (await AskAsync(server)).Status);
    }

    [Fact]
    public async Task Ask_Cancelled_Throws()
    {
        var release = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        await using var server = ScriptedHttpServer.Start(new HttpAction.Hold(release.Task, new HttpAction.Reply(200, "{}")));
        using var provider = (IDisposable)Create(server.Address, TimeProvider.System);

        var asking = ((IProviderAccount)provider).AskAsync(cancellation.Token);
        await server.WhenRequestedAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        release.SetResult();
    }

    [Fact]
    public async Task Send_ResetBeforeTheBodyWasRead_IsUnknownAndNotRepeated()
    {
        await using var server = ScriptedHttpServer.Start(HttpScript.ResetBeforeBody);

        AssertEnds("Unknown", await SendAsync(server, TestMail.Slice(3)), server);
    }

    [Fact]
    public async Task Send_ResetAfterTheBody_IsUnknownAndNotRepeated()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reset());

        AssertEnds("Unknown", await SendAsync(server, TestMail.Slice(3)), server);
    }

    [Fact]
    public async Task Send_ResetOnAConnectionThatWasUsedBefore_IsUnknownAndNotRepeated()
    {
        await using var server = ScriptedHttpServer.Start(Accepts);
        using var provider = (IDisposable)Create(server.Address, TimeProvider.System);
        await SendAsync((IMailProvider)provider, TestMail.Slice(1));
        server.Script = HttpScript.Always(new HttpAction.Reset());

        var outcomes = await SendAsync((IMailProvider)provider, TestMail.Slice(3));

        AssertEnds("Unknown", outcomes, server, requests: 2);
    }

    [Fact]
    public async Task Send_ClosedWithoutAnAnswer_IsUnknownAndNotRepeated()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Close());

        AssertEnds("Unknown", await SendAsync(server, TestMail.Slice(3)), server);
    }

    [Fact]
    public async Task Send_AnswerDripsWithoutEnd_IsUnknownWhenTheAttemptHasTakenAMinute()
    {
        var clock = new FakeTimeProvider();
        await using var server = ScriptedHttpServer.Start(request => new HttpAction.Trickle(Accepts(request).With("X-Long", new string('x', 4000))));

        var sending = SendAsync(server, TestMail.Slice(3), clock);
        await server.WhenSentAsync(octets: 20);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        AssertEnds("Unknown", await sending, server);
    }

    [Theory]
    [InlineData("HTTP/1.1 2x0 What?\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"id\":")]
    public async Task Send_MalformedAnswer_IsUnknown(string answer)
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Raw(answer));

        AssertEnds("Unknown", await SendAsync(server, TestMail.Slice(3)), server);
    }

    [Fact]
    public async Task Send_SuccessThatIsNotTheApis_IsUnknown()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(200, "<html>Welcome to our wireless network</html>"));

        AssertEnds("Unknown", await SendAsync(server, TestMail.Slice(3)), server);
    }

    [Fact]
    public async Task Send_EndlessAnswer_IsReadToItsLimitOnly()
    {
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(500, new string('x', 5_000_000)));

        AssertEnds("Unknown", await SendAsync(server, TestMail.Slice(3)), server);
    }

    [Fact]
    public async Task Send_WindowClosed_NothingIsAttempted()
    {
        await using var server = ScriptedHttpServer.Start(Accepts);
        using var provider = (IDisposable)Create(server.Address, TimeProvider.System);

        var outcomes = await ((IMailProvider)provider).SendAsync(
            TestMail.Slice(3), TestMail.WindowUntil(new CancellationToken(canceled: true)), TestContext.Current.CancellationToken);

        Assert.All(outcomes, static outcome => Assert.IsType<SendOutcome.NotAttempted>(outcome));
        Assert.Empty(server.Requests);
        Assert.Equal(0, server.ConnectionCount);
    }

    [Fact]
    public async Task Send_WindowClosesBetweenTwoCalls_TheOneOnTheWireIsFinishedAndNoOtherIsStarted()
    {
        using var draining = new CancellationTokenSource();
        await using var server = ScriptedHttpServer.Start(request =>
        {
            draining.Cancel();
            return Accepts(request);
        });
        using var provider = (IDisposable)Create(server.Address, TimeProvider.System);

        var outcomes = await ((IMailProvider)provider).SendAsync(
            SliceOfManyCalls, TestMail.WindowUntil(draining.Token), TestContext.Current.CancellationToken);

        Assert.IsType<SendOutcome.Accepted>(outcomes[0]);
        Assert.IsType<SendOutcome.NotAttempted>(outcomes[^1]);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Send_PatienceEndsOnTheWire_IsUnknown()
    {
        var release = new TaskCompletionSource();
        using var patience = new CancellationTokenSource();
        await using var server = ScriptedHttpServer.Start(request => new HttpAction.Hold(release.Task, Accepts(request)));
        using var provider = (IDisposable)Create(server.Address, TimeProvider.System);

        var sending = ((IMailProvider)provider).SendAsync(TestMail.Slice(3), TestMail.OpenWindow(), patience.Token);
        await server.WhenRequestedAsync();
        await patience.CancelAsync();

        AssertEnds("Unknown", await sending, server);
        release.SetResult();
    }

    [Fact]
    public async Task Send_LocalPartIsNotAscii_OnlyThatOneIsRejectedAndItNeverLeaves()
    {
        await using var server = ScriptedHttpServer.Start(Accepts);

        var outcomes = await SendAsync(server, [TestMail.To("a@example.test", 2), TestMail.To("jürgen@example.test", 3), TestMail.To("b@example.test", 4)]);

        Assert.Equal(["Accepted", "Rejected:NeedsSmtpUtf8", "Accepted"], OutcomeText.Of(outcomes));
        Assert.Equal(["a@example.test", "b@example.test"], server.Requests.SelectMany(Recipients));
    }

    [Fact]
    public async Task Send_AttachmentsLargerThanTheLimit_IsRefusedAndNothingLeaves()
    {
        await using var server = ScriptedHttpServer.Start(Accepts);
        using var provider = (IDisposable)Create(server.Address, TimeProvider.System);
        var limit = ((IMailProvider)provider).Capabilities.MaxMessageBytes!.Value;
        var files = new[] { new MailAttachment("big.bin", "application/octet-stream", new byte[limit * 3 / 4 + 3]) };

        var outcomes = await SendAsync((IMailProvider)provider, [TestMail.To("a@example.test") with { Attachments = files }]);

        Assert.Equal(["Refused:MessageTooLarge"], OutcomeText.Of(outcomes));
        Assert.Empty(server.Requests);
    }

    /// <summary>The first call came to this, for all of its messages, and no other call was made.</summary>
    private static void AssertEnds(string expected, IReadOnlyList<SendOutcome> outcomes, ScriptedHttpServer server, int requests = 1)
    {
        var texts = OutcomeText.Of(outcomes);
        Assert.Equal(expected, texts[0]);
        Assert.All(texts, text => Assert.True(text == expected || text == "NotAttempted", text));
        Assert.Equal(requests, server.Requests.Count);
    }

    private async Task<ProviderAccountState> AskAsync(ScriptedHttpServer server)
    {
        using var provider = (IDisposable)Create(server.Address, TimeProvider.System);
        return await ((IProviderAccount)provider).AskAsync(TestContext.Current.CancellationToken);
    }

    private Task<IReadOnlyList<SendOutcome>> SendAsync(ScriptedHttpServer server, OutgoingMessage[] messages, TimeProvider? clock = null)
        => SendAsync(server.Address, messages, clock);

    private async Task<IReadOnlyList<SendOutcome>> SendAsync(Uri address, OutgoingMessage[] messages, TimeProvider? clock = null)
    {
        using var provider = (IDisposable)Create(address, clock ?? TimeProvider.System);
        return await SendAsync((IMailProvider)provider, messages);
    }

    private static Task<IReadOnlyList<SendOutcome>> SendAsync(IMailProvider provider, OutgoingMessage[] messages)
        => provider.SendAsync(messages, TestMail.OpenWindow(), TestContext.Current.CancellationToken);
}

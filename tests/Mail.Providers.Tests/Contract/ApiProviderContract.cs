using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Http;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Mail.Providers.Tests.Contract;

/// <summary>
/// What every provider behind an HTTP API makes of its far side's behaviour, and how it behaves where only HTTP can. A derived class gives
/// the vendor's spelling of each reply.
/// </summary>
public abstract class ApiProviderContract : ProviderContract
{
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

    protected sealed override IReadOnlyDictionary<Type, string> WithoutMeaning { get; } = new Dictionary<Type, string>
    {
        [typeof(FarBehaviour.AcceptUtf8)] = "no API takes an address that is not ASCII before the @; the provider rejects it itself",
    };

    protected sealed override FarSide Start(FarBehaviour behaviour)
        => new ApiFarSide(new ApiSpelling(Create, Recipients, Accepts, Rejects, Throttles, QuotaUsedUp, KeyRefused), behaviour);

    protected sealed override Verdict After(FarBehaviour behaviour) => behaviour switch
    {
        FarBehaviour.Accept => new("Accepted"),
        FarBehaviour.Reject => new("Rejected"),
        FarBehaviour.Throttle or FarBehaviour.ThrottleUntil => new("Throttled"),
        FarBehaviour.QuotaUsedUp => new("Refused:Quota"),
        FarBehaviour.RefuseCredentials => new("Refused:Authentication"),
        FarBehaviour.Untrusted => new("Refused:Configuration", Calls: 0),
        FarBehaviour.Gone or FarBehaviour.LoseHandshake => new("Unreachable", Calls: 0),
        FarBehaviour.LimitSize => new("Refused:MessageTooLarge", Calls: 0),

        // Whatever is no answer of the API may have been taken, and no other mail is put into doubt.
        _ => new("Unknown"),
    };

    protected sealed override ProviderAccountStatus AccountAfter(FarBehaviour behaviour) => ProviderAccountStatus.Unknown;

    [Fact]
    public async Task Send_AnyMail_SaysWhoWeAre()
    {
        await using var server = ScriptedHttpServer.Start(Accepts);

        await SendAsync(server, TestMail.Slice(5));

        Assert.All(server.Requests, static request => Assert.StartsWith("EmailCampaign/", request.Header("User-Agent")));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    public async Task Send_NotTheApi_IsRefusedAndNoRedirectIsFollowed(int status)
    {
        await using var elsewhere = ScriptedHttpServer.Start(Accepts);
        await using var server = ScriptedHttpServer.Start(new HttpAction.Reply(status, "<html></html>").With("Location", elsewhere.Address.AbsoluteUri));

        var texts = OutcomeText.Of(await SendAsync(server, TestMail.Slice(3)));

        Assert.Equal("Refused:Configuration", texts[0]);
        Assert.All(texts, static text => Assert.True(text is "Refused:Configuration" or "NotAttempted", text));
        Assert.Single(server.Requests);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Send_AnswerDrips_IsAwaitedForAMinute()
    {
        var clock = new FakeTimeProvider();
        await using var server = ScriptedHttpServer.Start(request => new HttpAction.Trickle(Accepts(request).With("X-Long", new string('x', 4000))));

        var sending = SendAsync(server, TestMail.Slice(3), clock);
        await server.WhenSentAsync(octets: 20);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.IsType<SendOutcome.Unknown>((await sending)[0]);
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

    private async Task<ProviderAccountState> AskAsync(ScriptedHttpServer server)
    {
        using var provider = (IDisposable)Create(server.Address, TimeProvider.System);
        return await ((IProviderAccount)provider).AskAsync(TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyList<SendOutcome>> SendAsync(ScriptedHttpServer server, OutgoingMessage[] messages, TimeProvider? clock = null)
    {
        using var provider = (IDisposable)Create(server.Address, clock ?? TimeProvider.System);
        return await ((IMailProvider)provider).SendAsync(messages, TestMail.OpenWindow(), TestContext.Current.CancellationToken);
    }
}

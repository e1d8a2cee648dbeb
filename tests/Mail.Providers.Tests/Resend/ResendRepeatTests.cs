using EmailCampaign.Mail.Providers.Resend;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Resend;

namespace EmailCampaign.Mail.Providers.Tests.Resend;

/// <summary>Repeats of a call, as Resend's idempotency keys treat them.</summary>
public sealed class ResendRepeatTests
{
    [Fact]
    public async Task Send_CallInDoubtAgain_GetsTheFirstAnswerAndNothingIsTakenTwice()
    {
        await using var resend = new FakeResend(doors: 1, TimeSpan.Zero);
        using var provider = ResendVendor.Provider(resend.Doors[0].Address);

        var first = await SendAsync(provider, TestMail.Slice(5));
        var again = await SendAsync(provider, TestMail.Slice(5));

        Assert.Equal(first, again);
        Assert.Equal([ResendFate.Taken, ResendFate.Repeated], resend.Calls.Select(static call => call.Fate));
        Assert.All(resend.TakenByRecipient().Values, static count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Send_CallThatIsStillWorkedOnAgain_WaitsForAnotherAttempt()
    {
        await using var resend = new FakeResend(doors: 2, TimeSpan.Zero);
        using var provider = ResendVendor.Provider(resend.Doors[0].Address);
        using var other = ResendVendor.Provider(resend.Doors[1].Address);
        resend.Doors[0].Hold();
        var first = SendAsync(provider, TestMail.Slice(2));
        await Testing.Processes.Eventually.TrueAsync(() => resend.Doors[0].Held == 1, () => "no call");

        Assert.Equal(["Deferred:Fault", "Deferred:Fault"], OutcomeText.Of(await SendAsync(other, TestMail.Slice(2))));
        resend.Doors[0].Release();

        Assert.Equal(await first, await SendAsync(other, TestMail.Slice(2)));
        Assert.Equal(2, resend.TakenCount);
    }

    [Fact]
    public async Task Send_KeyOfAnotherCall_IsInDoubt()
    {
        await using var resend = new FakeResend(doors: 1, TimeSpan.Zero);
        using var provider = ResendVendor.Provider(resend.Doors[0].Address);
        await SendAsync(provider, TestMail.Slice(2));

        var outcomes = await SendAsync(provider, [.. TestMail.Slice(2).Select(static message => message with { Subject = "Another" })]);

        Assert.Equal(["Unknown", "Unknown"], OutcomeText.Of(outcomes));
        Assert.Equal(2, resend.TakenCount);
    }

    private static Task<IReadOnlyList<SendOutcome>> SendAsync(ResendProvider provider, OutgoingMessage[] messages)
        => provider.SendAsync(messages, TestMail.OpenWindow(), TestContext.Current.CancellationToken);
}

using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Mail.Providers.Tests.Contract;

/// <summary>
/// How every provider behaves, over real sockets (or real files). A derived class declares what its provider can, brings a far side that
/// behaves as the suite says, and names what the provider makes of each behaviour; a behaviour that its protocol does not have is declared
/// too, with the reason.
/// </summary>
public abstract class ProviderContract
{
    /// <summary>What the account is known by; no outcome may show it.</summary>
    protected const string Secret = "secret.of.the.account-0123456789";

    protected const string Bad = "bad@example.test";

    /// <summary>Longest words of an outcome or a sentence.</summary>
    private const int Longest = 400;

    /// <summary>What the provider can.</summary>
    protected abstract ProviderCapabilities Declared { get; }

    /// <summary>Behaviours that the protocol does not have, each with the reason.</summary>
    protected abstract IReadOnlyDictionary<Type, string> WithoutMeaning { get; }

    /// <summary>Messages that do not fit into one call.</summary>
    protected virtual OutgoingMessage[] SliceOfManyCalls => TestMail.Slice(3);

    /// <summary>Calls that may have begun when the first has ended: more than one where the next is announced with it.</summary>
    protected virtual int MostBegun => 1;

    /// <summary>Starts a far side.</summary>
    /// <exception cref="NotSupportedException">The protocol does not have this behaviour.</exception>
    protected abstract FarSide Start(FarBehaviour behaviour);

    /// <summary>What the provider makes of a behaviour.</summary>
    protected abstract Verdict After(FarBehaviour behaviour);

    /// <summary>What the account is said to be.</summary>
    protected abstract ProviderAccountStatus AccountAfter(FarBehaviour behaviour);

    [Fact]
    public async Task Declared_Capabilities_AreTheProviders()
    {
        await using var far = Start(new FarBehaviour.Accept());
        await using var provider = Own(far);

        Assert.Equal(Declared, provider.Account.Capabilities);
        Assert.Equal(Declared.TakesUtf8Addresses, !WithoutMeaning.ContainsKey(typeof(FarBehaviour.AcceptUtf8)));
    }

    [Fact]
    public async Task Declared_EachBehaviour_CanBePlayedOrHasAReasonWhyNot()
    {
        Assert.All(WithoutMeaning.Values, Assert.NotEmpty);
        foreach (var behaviour in FarBehaviour.All)
        {
            if (WithoutMeaning.ContainsKey(behaviour.GetType()))
            {
                Assert.Throws<NotSupportedException>(() => Start(behaviour));
            }
            else
            {
                await using var far = Start(behaviour);
                Assert.NotEmpty(After(behaviour).Outcome);
            }
        }
    }

    [Fact]
    public async Task Send_Slice_EveryMailIsAcceptedUnderAnIdOfItsOwn()
    {
        await using var far = Far(new FarBehaviour.Accept());
        var slice = TestMail.Slice(5);

        var outcomes = await SendAsync(far, slice);

        var ids = outcomes.Select(static outcome => Assert.IsType<SendOutcome.Accepted>(outcome).ProviderMessageId).ToList();
        Assert.DoesNotContain("", ids);
        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal(slice.Select(static message => message.To), far.Taken);
    }

    [Fact]
    public async Task Send_ManyCallersAtOnce_EachGetTheirOwnAnswers()
    {
        await using var far = Far(new FarBehaviour.Accept());
        await using var provider = Own(far);

        var outcomes = await Task.WhenAll(TestMail.Slice(20).Chunk(5).Select(slice => SendAsync(provider.Account, slice)));

        Assert.All(outcomes.SelectMany(static slice => slice), static outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.Equal(TestMail.Slice(20).Select(static message => message.To).Order(StringComparer.Ordinal), far.Taken.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Send_OneMoreThanABatch_NoCallHoldsMoreThanTheProviderDeclares()
    {
        await using var far = Far(new FarBehaviour.Accept());

        var outcomes = await SendAsync(far, TestMail.Slice(Declared.BatchSize + 1));

        Assert.All(outcomes, static outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.Equal([Declared.BatchSize, 1], far.TakenByCall.Select(static call => call.Count));
    }

    [Fact]
    public async Task Send_SameSliceAgain_HasTheSameKeyWhereTheProviderDropsRepeats()
    {
        await using var far = Far(new FarBehaviour.Accept());
        var slice = TestMail.Slice(3);

        await SendAsync(far, slice);
        var first = far.Keys;
        await SendAsync(far, slice);
        var second = far.Keys.Skip(first.Count).ToList();
        await SendAsync(far, [.. slice.Select(static message => message with { IdempotencyKey = message.IdempotencyKey + "-other" })]);
        var other = far.Keys.Skip(first.Count + second.Count).ToList();

        if (Declared.IdempotencyLife is null)
        {
            Assert.All(far.Keys, Assert.Null);
        }
        else
        {
            Assert.Equal(first, second);
            Assert.All(far.Keys, static key => Assert.InRange(key!.Length, 1, 256));
            Assert.Empty(first.Intersect(other));
        }
    }

    [Fact]
    public async Task Send_OneRecipientRefused_OnlyThatOneIsRejectedAndTheOthersLoseNothing()
    {
        await using var far = Far(new FarBehaviour.Reject(Bad));
        OutgoingMessage[] slice = [TestMail.To("a@example.test", 2), TestMail.To(Bad, 3), TestMail.To("b@example.test", 4), TestMail.To("c@example.test", 5)];

        var outcomes = await SendAsync(far, slice);

        var rejected = Assert.IsType<SendOutcome.Rejected>(outcomes[1]);
        Assert.NotEmpty(rejected.Reply);
        Assert.All(outcomes.Where((_, index) => index != 1), static outcome => Assert.True(outcome is SendOutcome.Accepted or SendOutcome.NotAttempted));
        Assert.Subset(
            outcomes.Zip(slice).Where(static pair => pair.First is SendOutcome.Accepted).Select(static pair => pair.Second.To).ToHashSet(),
            far.Taken.ToHashSet());
    }

    [Fact]
    public async Task Send_ThrottledWithATime_EndsTheSliceWithTheTimeThatWasNamed()
    {
        var behaviour = new FarBehaviour.Throttle(TimeSpan.FromSeconds(7));
        await using var far = Far(behaviour);

        var outcomes = await SendAsync(far, TestMail.Slice(3));

        AssertEnds(behaviour, outcomes, far);
        Assert.Equal(TimeSpan.FromSeconds(7), Assert.IsType<SendOutcome.Throttled>(outcomes[0]).RetryAfter);
    }

    [Fact]
    public async Task Send_ThrottledUntilADate_WaitsUntilThen()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));
        await using var far = Far(new FarBehaviour.ThrottleUntil(clock.GetUtcNow() + TimeSpan.FromSeconds(30)));

        var outcomes = await SendAsync(far, TestMail.Slice(3), clock);

        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<SendOutcome.Throttled>(outcomes[0]).RetryAfter);
    }

    [Fact]
    public async Task Send_ThrottledWithoutATime_LeavesTheTimeToTheLane()
    {
        var behaviour = new FarBehaviour.Throttle(null);
        await using var far = Far(behaviour);

        var outcomes = await SendAsync(far, TestMail.Slice(3));

        AssertEnds(behaviour, outcomes, far);
        Assert.Null(Assert.IsType<SendOutcome.Throttled>(outcomes[0]).RetryAfter);
    }

    [Fact]
    public Task Send_QuotaUsedUp_EndsAsDeclared() => EndsAsDeclaredAsync(new FarBehaviour.QuotaUsedUp());

    [Fact]
    public async Task Send_CredentialsRefused_IsRefusedAndTheSecretIsNeverShown()
    {
        var behaviour = new FarBehaviour.RefuseCredentials($"The key {Secret} is invalid\r\n" + new string('x', 1000));
        await using var far = Far(behaviour);

        var outcomes = await SendAsync(far, TestMail.Slice(3));

        AssertEnds(behaviour, outcomes, far);
        var reply = Assert.IsType<SendOutcome.Refused>(outcomes[0]).Reply;
        Assert.DoesNotContain(Secret, reply);
        Assert.DoesNotContain('\n', reply);
        Assert.InRange(reply.Length, 1, 300);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Send_ServerError_EndsAsDeclared(int variant) => EndsAsDeclaredAsync(new FarBehaviour.ServerError(variant));

    [Fact]
    public Task Send_NobodyThere_EndsAsDeclared() => EndsAsDeclaredAsync(new FarBehaviour.Gone());

    [Fact]
    public async Task Send_CertificateThatNobodyTrusts_IsRefusedForAPersonToMend()
    {
        var behaviour = new FarBehaviour.Untrusted();
        await using var far = Far(behaviour);

        var outcomes = await SendAsync(far, TestMail.Slice(3));

        AssertEnds(behaviour, outcomes, far);
        var reply = Assert.IsType<SendOutcome.Refused>(outcomes[0]).Reply;
        Assert.StartsWith(far.TlsFailure.Outcome, reply, StringComparison.Ordinal);
        Assert.Contains(far.SettingOfPlace, reply, StringComparison.Ordinal);
    }

    [Fact]
    public Task Send_ConnectionLostInTheHandshake_EndsAsDeclared() => EndsAsDeclaredAsync(new FarBehaviour.LoseHandshake());

    [Fact]
    public Task Send_ResetBeforeTheBodyWasRead_EndsAsDeclaredAndIsNotRepeated() => EndsAsDeclaredAsync(new FarBehaviour.ResetBeforeBody());

    [Fact]
    public Task Send_ResetAfterTheBody_EndsAsDeclaredAndIsNotRepeated() => EndsAsDeclaredAsync(new FarBehaviour.ResetAfterBody());

    [Fact]
    public async Task Send_ResetOnAConnectionThatWasUsedBefore_EndsAsDeclaredAndIsNotRepeated()
    {
        await using var far = Far(new FarBehaviour.Accept(), needs: typeof(FarBehaviour.ResetAfterBody));
        await using var provider = Own(far);
        await SendAsync(provider.Account, TestMail.Slice(1));
        var behaviour = new FarBehaviour.ResetAfterBody();
        far.Become(behaviour);

        var outcomes = await SendAsync(provider.Account, TestMail.Slice(3));

        AssertEnds(behaviour, outcomes, far, before: 1);
    }

    [Fact]
    public Task Send_ClosedWithoutAnAnswer_EndsAsDeclaredAndIsNotRepeated() => EndsAsDeclaredAsync(new FarBehaviour.CloseUnanswered());

    [Fact]
    public async Task Send_AnswerDripsWithoutEnd_EndsAsDeclaredWhenTheTimeIsUp()
    {
        var clock = new FakeTimeProvider();
        var behaviour = new FarBehaviour.Drip();
        await using var far = Far(behaviour);

        var sending = SendAsync(far, TestMail.Slice(3), clock);
        await far.WhenAnsweringAsync();
        clock.Advance(TimeSpan.FromMinutes(1)); // SMTP's limit is a moment of real time

        AssertEnds(behaviour, await sending, far);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public Task Send_MalformedAnswer_EndsAsDeclared(int variant) => EndsAsDeclaredAsync(new FarBehaviour.Malformed(variant));

    [Fact]
    public Task Send_AnswerThatIsNeitherYesNorNo_EndsAsDeclared() => EndsAsDeclaredAsync(new FarBehaviour.ForeignYes());

    [Fact]
    public Task Send_EndlessAnswer_EndsAsDeclaredInAFewWords() => EndsAsDeclaredAsync(new FarBehaviour.EndlessReply());

    [Fact]
    public async Task Send_WindowClosed_NothingIsAttempted()
    {
        await using var far = Far(new FarBehaviour.Accept());
        await using var provider = Own(far);

        var outcomes = await provider.Account.SendAsync(
            TestMail.Slice(3), TestMail.WindowUntil(new CancellationToken(canceled: true)), TestContext.Current.CancellationToken);

        Assert.All(outcomes, static outcome => Assert.IsType<SendOutcome.NotAttempted>(outcome));
        Assert.Empty(far.Taken);
        Assert.Equal((0, 0), (far.Calls, far.Connections));
    }

    [Fact]
    public async Task Send_WindowClosesBetweenTwoCalls_TheOneOnTheWireIsFinishedAndNoOtherIsStarted()
    {
        using var draining = new CancellationTokenSource();
        await using var far = Far(new FarBehaviour.Accept(draining.Cancel), needs: typeof(FarBehaviour.Hold));
        await using var provider = Own(far);

        var outcomes = await provider.Account.SendAsync(SliceOfManyCalls, TestMail.WindowUntil(draining.Token), TestContext.Current.CancellationToken);

        Assert.IsType<SendOutcome.Accepted>(outcomes[0]);
        Assert.IsType<SendOutcome.NotAttempted>(outcomes[^1]);
        Assert.Single(far.TakenByCall);
        Assert.InRange(far.Calls, 1, MostBegun);
    }

    [Fact]
    public async Task Send_PatienceEndsOnTheWire_EndsAsDeclared()
    {
        var release = new TaskCompletionSource();
        using var patience = new CancellationTokenSource();
        var behaviour = new FarBehaviour.Hold(release.Task);
        await using var far = Far(behaviour);
        await using var provider = Own(far);

        var sending = provider.Account.SendAsync(TestMail.Slice(3), TestMail.OpenWindow(), patience.Token);
        await far.WhenAskedAsync();
        await patience.CancelAsync();

        AssertEnds(behaviour, await sending, far);
        release.SetResult();
    }

    [Fact]
    public async Task Send_LocalPartIsNotAsciiAndTheFarSideTakesNoSuch_OnlyThatOneIsRejectedAndItNeverLeaves()
    {
        // A provider that takes any address without a word of its far side has no such far side.
        await using var far = Far(new FarBehaviour.Accept(), needs: typeof(FarBehaviour.Reject));

        var outcomes = await SendAsync(far, [TestMail.To("a@example.test", 2), TestMail.To("jürgen@example.test", 3), TestMail.To("b@example.test", 4)]);

        Assert.Equal(["Accepted", "Rejected:NeedsSmtpUtf8", "Accepted"], OutcomeText.Of(outcomes));
        Assert.Equal(["a@example.test", "b@example.test"], far.Taken);
    }

    [Fact]
    public async Task Send_LocalPartIsNotAsciiAndTheFarSideTakesSuch_IsAccepted()
    {
        await using var far = Far(new FarBehaviour.AcceptUtf8());

        var outcomes = await SendAsync(far, [TestMail.To("a@example.test", 2), TestMail.To("jürgen@example.test", 3)]);

        Assert.Equal(["Accepted", "Accepted"], OutcomeText.Of(outcomes));
        Assert.Equal(["a@example.test", "jürgen@example.test"], far.Taken);
    }

    [Fact]
    public async Task Send_AttachmentsLargerThanTheLimit_EndsAsDeclaredAndNothingLeaves()
    {
        var limit = Declared.MaxMessageBytes ?? 100_000;
        var behaviour = new FarBehaviour.LimitSize(limit);
        await using var far = Far(behaviour);
        var files = new[] { new MailAttachment("big.bin", "application/octet-stream", new byte[limit * 3 / 4 + 3]) };

        var outcomes = await SendAsync(far, [TestMail.To("a@example.test") with { Attachments = files }]);

        Assert.Equal([After(behaviour).Outcome], OutcomeText.Of(outcomes));
        Assert.Empty(far.Taken);
        Assert.Equal(After(behaviour).Calls, far.Calls);
    }

    [Fact]
    public async Task Ask_FarSideThatAccepts_SaysWhatIsDeclaredOrThatItDoesNotSay()
    {
        await using var far = Far(new FarBehaviour.Accept());

        var state = await AskAsync(far);

        Assert.Equal(AccountAfter(new FarBehaviour.Accept()), state.Status);
        Assert.Empty(far.Taken);
        Assert.InRange(state.Sentence.Length, 1, Longest);
    }

    [Fact]
    public async Task Ask_NobodyThere_SaysWhatIsDeclaredAndWhere()
    {
        var behaviour = new FarBehaviour.Gone();
        await using var far = Far(behaviour);

        var state = await AskAsync(far);

        Assert.Equal(AccountAfter(behaviour), state.Status);
        Assert.Contains(far.Place, state.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_CertificateThatNobodyTrusts_Refuses()
    {
        await using var far = Far(new FarBehaviour.Untrusted());

        var state = await AskAsync(far);

        Assert.Equal(ProviderAccountStatus.Refuses, state.Status);
        Assert.StartsWith(far.TlsFailure.Account, state.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_CredentialsRefused_RefusesAndTheSecretIsNeverShown()
    {
        await using var far = Far(new FarBehaviour.RefuseCredentials($"The key {Secret} is invalid\r\n" + new string('x', 1000)));

        var state = await AskAsync(far);

        Assert.Equal(ProviderAccountStatus.Refuses, state.Status);
        Assert.DoesNotContain(Secret, state.Sentence);
        Assert.DoesNotContain('\n', state.Sentence);
        Assert.InRange(state.Sentence.Length, 1, Longest);
    }

    [Fact]
    public async Task Ask_Cancelled_Throws()
    {
        var release = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        await using var far = Far(new FarBehaviour.Silent(release.Task));
        await using var provider = Own(far);

        var asking = ((IProviderAccount)provider.Account).AskAsync(cancellation.Token);
        await far.WhenAskedAsync();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        release.SetResult();
    }

    /// <summary>A far side for a test of a behaviour; a test of one that is declared without meaning ends here, with the reason.</summary>
    private FarSide Far(FarBehaviour behaviour, Type? needs = null)
    {
        var reason = WithoutMeaning.GetValueOrDefault(needs ?? behaviour.GetType());
        Assert.SkipWhen(reason is not null, $"Declared to be without meaning here: {reason}");
        return Start(behaviour);
    }

    private async Task EndsAsDeclaredAsync(FarBehaviour behaviour)
    {
        await using var far = Far(behaviour);

        AssertEnds(behaviour, await SendAsync(far, TestMail.Slice(3)), far);
    }

    /// <summary>The slice ended as declared, and no mail was begun that need not be.</summary>
    private void AssertEnds(FarBehaviour behaviour, IReadOnlyList<SendOutcome> outcomes, FarSide far, int before = 0)
    {
        var verdict = After(behaviour);
        var texts = OutcomeText.Of(outcomes);
        Assert.Equal(verdict.Outcome, texts[0]);
        Assert.All(texts, text => Assert.True(text == verdict.Outcome || (verdict.EndsSlice && text == "NotAttempted"), text));
        Assert.Equal(before + verdict.Calls, far.Calls);
        Assert.All(outcomes, static outcome => Assert.InRange(Words(outcome).Length, 0, Longest));
    }

    private static string Words(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Rejected rejected => rejected.Reply,
        SendOutcome.Deferred deferred => deferred.Reply,
        SendOutcome.Throttled throttled => throttled.Reply,
        SendOutcome.Refused refused => refused.Reply,
        SendOutcome.Unreachable unreachable => unreachable.Detail,
        SendOutcome.Unknown unknown => unknown.Detail,
        _ => "",
    };

    private static async Task<ProviderAccountState> AskAsync(FarSide far)
    {
        await using var provider = Own(far);
        return await ((IProviderAccount)provider.Account).AskAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<IReadOnlyList<SendOutcome>> SendAsync(FarSide far, OutgoingMessage[] messages, TimeProvider? clock = null)
    {
        await using var provider = Own(far, clock);
        return await SendAsync(provider.Account, messages);
    }

    private static Task<IReadOnlyList<SendOutcome>> SendAsync(IMailProvider provider, OutgoingMessage[] messages)
        => provider.SendAsync(messages, TestMail.OpenWindow(), TestContext.Current.CancellationToken);

    private static OwnedProvider Own(FarSide far, TimeProvider? clock = null) => new(far.Create(clock ?? TimeProvider.System));

    /// <summary>A provider, ended in the way of its kind.</summary>
    private sealed class OwnedProvider(IMailProvider account) : IAsyncDisposable
    {
        public IMailProvider Account => account;

        public async ValueTask DisposeAsync()
        {
            if (account is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }

            (account as IDisposable)?.Dispose();
        }
    }
}

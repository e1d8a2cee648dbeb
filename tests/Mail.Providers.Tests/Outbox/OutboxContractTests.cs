using EmailCampaign.Mail.Providers.Tests.Contract;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Tests.Outbox;

/// <summary>The outbox under the suite that every provider is under, as far as a folder has a far side.</summary>
public sealed class OutboxContractTests : ProviderContract
{
    private const string NoJudge = "a folder judges no mail: it takes all of them, or it cannot be written";
    private const string NoLine = "there is no line that could be lost";
    private const string NoAnswer = "the file system answers with success or a fault, at once";

    protected override ProviderCapabilities Declared { get; } = new() { BatchSize = 1, TakesUtf8Addresses = true, LeavesTheMachine = false };

    protected override IReadOnlyDictionary<Type, string> WithoutMeaning { get; } = new Dictionary<Type, string>
    {
        [typeof(FarBehaviour.Reject)] = NoJudge,
        [typeof(FarBehaviour.Throttle)] = NoJudge,
        [typeof(FarBehaviour.ThrottleUntil)] = NoJudge,
        [typeof(FarBehaviour.QuotaUsedUp)] = "a disk that is full is a folder that cannot be written",
        [typeof(FarBehaviour.RefuseCredentials)] = "there are no credentials",
        [typeof(FarBehaviour.ServerError)] = NoAnswer,
        [typeof(FarBehaviour.Untrusted)] = NoLine,
        [typeof(FarBehaviour.LoseHandshake)] = NoLine,
        [typeof(FarBehaviour.ResetBeforeBody)] = NoLine,
        [typeof(FarBehaviour.ResetAfterBody)] = NoLine,
        [typeof(FarBehaviour.CloseUnanswered)] = NoLine,
        [typeof(FarBehaviour.Drip)] = NoAnswer,
        [typeof(FarBehaviour.Malformed)] = NoAnswer,
        [typeof(FarBehaviour.ForeignYes)] = NoAnswer,
        [typeof(FarBehaviour.EndlessReply)] = NoAnswer,
        [typeof(FarBehaviour.Hold)] = NoAnswer,
        [typeof(FarBehaviour.Silent)] = NoAnswer,
        [typeof(FarBehaviour.LimitSize)] = "a file may have any size",
    };

    protected override FarSide Start(FarBehaviour behaviour) => new OutboxFarSide(behaviour);

    protected override Verdict After(FarBehaviour behaviour) => behaviour switch
    {
        FarBehaviour.Accept or FarBehaviour.AcceptUtf8 => new("Accepted", Calls: 3, EndsSlice: false),
        FarBehaviour.Gone => new("Refused:Configuration", Calls: 0),
        _ => throw new NotSupportedException(behaviour.ToString()),
    };

    protected override ProviderAccountStatus AccountAfter(FarBehaviour behaviour)
        => behaviour is FarBehaviour.Gone ? ProviderAccountStatus.Refuses : ProviderAccountStatus.Ready;
}

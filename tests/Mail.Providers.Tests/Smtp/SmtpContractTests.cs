using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Providers.Tests.Contract;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

/// <summary>SMTP under the suite that every provider is under. Each mail is a transaction of its own: what befalls one does not end the slice.</summary>
public abstract class SmtpContractTests : ProviderContract
{
    private protected abstract SmtpTransport Transport { get; }

    /// <remarks>Size and addresses are what each session says.</remarks>
    protected override ProviderCapabilities Declared { get; } = new() { BatchSize = 1, MaxMessageBytes = null, IdempotencyLife = null, TakesUtf8Addresses = true };

    protected override IReadOnlyDictionary<Type, string> WithoutMeaning { get; } = new Dictionary<Type, string>
    {
        [typeof(FarBehaviour.ThrottleUntil)] = "an SMTP reply names a time to wait, if any, and no date",
    };

    protected override FarSide Start(FarBehaviour behaviour) => new SmtpFarSide(behaviour, Secret, Transport);

    protected override Verdict After(FarBehaviour behaviour) => behaviour switch
    {
        FarBehaviour.Accept or FarBehaviour.AcceptUtf8 => new("Accepted", Calls: 3, EndsSlice: false),
        FarBehaviour.Reject => new("Rejected:UnknownMailbox"),
        FarBehaviour.Throttle => new("Throttled"),
        FarBehaviour.QuotaUsedUp => new("Refused:Quota"),
        FarBehaviour.RefuseCredentials => new("Refused:Authentication", Calls: 0),
        FarBehaviour.Untrusted => new("Refused:Configuration", Calls: 0),
        FarBehaviour.Gone or FarBehaviour.LoseHandshake or FarBehaviour.Silent => new("Unreachable", Calls: 0),
        FarBehaviour.LimitSize => new("Rejected:MessageTooLarge", Calls: 0),

        // The server says that it has not taken the mail.
        FarBehaviour.ServerError or FarBehaviour.EndlessReply => new("Deferred:Reply", Calls: 3, EndsSlice: false),

        // Without its content nothing can have been taken.
        FarBehaviour.ResetBeforeBody => new("Deferred:Fault", Calls: 3, EndsSlice: false),

        // The dot has left: the mail may have been taken.
        FarBehaviour.Hold => new("Unknown"),
        _ => new("Unknown", Calls: 3, EndsSlice: false),
    };

    protected override ProviderAccountStatus AccountAfter(FarBehaviour behaviour)
        => behaviour is FarBehaviour.Accept ? ProviderAccountStatus.Ready : ProviderAccountStatus.Unknown;

    [Theory]
    [InlineData(SmtpStep.Greeting, "421 4.7.0 Too many connections")]
    [InlineData(SmtpStep.Mail, "454 4.7.0 Throttling failure: Maximum sending rate exceeded.")]
    [InlineData(SmtpStep.Mail, "450 4.7.0 Too many mails from your address")]
    [InlineData(SmtpStep.Rcpt, "451 4.7.28 Flood of mails")]
    [InlineData(SmtpStep.Dot, "451 4.7.0 Slow down")]
    public async Task Send_AskedToSlowDownInAnySpelling_EndsTheSliceAsThrottled(SmtpStep step, string reply)
    {
        await using var rig = SmtpRig.Start(SmtpScript.AcceptAll.On(step, reply), options => options.Transport = Transport);

        Assert.Equal(["Throttled", "NotAttempted", "NotAttempted"], await rig.SendAsync(TestMail.Slice(3)));
    }
}

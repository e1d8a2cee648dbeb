namespace EmailCampaign.Mail.Providers.Tests.Contract;

/// <summary>What the far side of a provider does, in no protocol's words.</summary>
public abstract record FarBehaviour
{
    private FarBehaviour()
    {
    }

    /// <summary>One of each, for a look at what a provider declares.</summary>
    public static IReadOnlyList<FarBehaviour> All { get; } =
    [
        new Accept(), new AcceptUtf8(), new Reject("a@example.test"), new Throttle(null), new Throttle(TimeSpan.FromSeconds(7)), new ThrottleUntil(DateTimeOffset.UnixEpoch),
        new QuotaUsedUp(), new RefuseCredentials("no"), new ServerError(0), new Gone(), new Untrusted(), new LoseHandshake(), new ResetBeforeBody(), new ResetAfterBody(),
        new CloseUnanswered(), new Drip(), new Malformed(0), new ForeignYes(), new EndlessReply(), new Hold(Task.CompletedTask), new Silent(Task.CompletedTask), new LimitSize(1),
    ];

    /// <summary>Takes every mail whose addresses are ASCII before the @.</summary>
    /// <param name="OnAttempt">Called when a mail has arrived whole, before it is answered.</param>
    public sealed record Accept(Action? OnAttempt = null) : FarBehaviour;

    /// <summary>Takes any address (RFC 6531).</summary>
    public sealed record AcceptUtf8 : FarBehaviour;

    /// <summary>Refuses one recipient for good and takes the others, where a call can end like that.</summary>
    public sealed record Reject(string Recipient) : FarBehaviour;

    /// <summary>Asks to slow down.</summary>
    public sealed record Throttle(TimeSpan? Time) : FarBehaviour;

    /// <summary>Asks for rest until a time of the day.</summary>
    public sealed record ThrottleUntil(DateTimeOffset Time) : FarBehaviour;

    public sealed record QuotaUsedUp : FarBehaviour;

    /// <summary>Refuses the credentials, in words that hold <paramref name="Text"/>, which may have several lines.</summary>
    public sealed record RefuseCredentials(string Text) : FarBehaviour;

    /// <summary>Says that it has a fault of its own.</summary>
    /// <param name="Variant">0 to 3.</param>
    public sealed record ServerError(int Variant) : FarBehaviour;

    /// <summary>Nobody is there.</summary>
    public sealed record Gone : FarBehaviour;

    /// <summary>Shows a certificate that nobody trusts.</summary>
    public sealed record Untrusted : FarBehaviour;

    /// <summary>Is lost in the middle of the TLS handshake.</summary>
    public sealed record LoseHandshake : FarBehaviour;

    /// <summary>Resets the connection when a mail is announced and its content was not read.</summary>
    public sealed record ResetBeforeBody : FarBehaviour;

    /// <summary>Resets the connection when a mail has arrived whole.</summary>
    public sealed record ResetAfterBody : FarBehaviour;

    /// <summary>Closes in an orderly way when a mail has arrived whole.</summary>
    public sealed record CloseUnanswered : FarBehaviour;

    /// <summary>Answers octet by octet, without end.</summary>
    public sealed record Drip : FarBehaviour;

    /// <summary>Answers with what the protocol does not know.</summary>
    /// <param name="Variant">0 to 2.</param>
    public sealed record Malformed(int Variant) : FarBehaviour;

    /// <summary>Answers well-formed, with neither yes nor no.</summary>
    public sealed record ForeignYes : FarBehaviour;

    /// <summary>Answers with a fault in five million characters.</summary>
    public sealed record EndlessReply : FarBehaviour;

    /// <summary>Takes a mail, and answers when it is told to.</summary>
    public sealed record Hold(Task Until) : FarBehaviour;

    /// <summary>Takes the connection, and says nothing at all until it is told to.</summary>
    public sealed record Silent(Task Until) : FarBehaviour;

    /// <summary>Takes no larger message.</summary>
    public sealed record LimitSize(long Octets) : FarBehaviour;
}

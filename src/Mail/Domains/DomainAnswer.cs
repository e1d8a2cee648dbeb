namespace EmailCampaign.Mail.Domains;

/// <summary>What the DNS said.</summary>
/// <param name="Values">
/// The records; empty when the name or the type does not exist. TXT: the strings of a record joined; MX: <c>10 mx.acme.example</c>.
/// </param>
/// <param name="Fault">Why there is no answer (SERVFAIL, no reply): nothing is known then. Null when there is one.</param>
public sealed record DomainAnswer(IReadOnlyList<string> Values, string? Fault = null)
{
    public static DomainAnswer Nothing { get; } = new([]);

    public static DomainAnswer Failed(string fault) => new([], fault);
}

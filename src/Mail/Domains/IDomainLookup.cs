namespace EmailCampaign.Mail.Domains;

/// <summary>Asks the DNS.</summary>
public interface IDomainLookup
{
    /// <returns>The records or why there is no answer; it throws only when it is cancelled.</returns>
    Task<DomainAnswer> AskAsync(string name, DomainRecord record, CancellationToken cancellationToken);
}

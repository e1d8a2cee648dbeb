using EmailCampaign.Mail.Domains;

namespace EmailCampaign.Mail.Tests.Domains;

/// <summary>A DNS in memory that counts what it is asked.</summary>
internal sealed class FakeLookup(params (string Name, DomainRecord Record, string Value)[] records) : IDomainLookup
{
    public List<string> Asked { get; } = [];

    public HashSet<string> Broken { get; } = [];

    public static FakeLookup Texts(params (string Name, string Value)[] texts)
        => new([.. texts.Select(static text => (text.Name, DomainRecord.Txt, text.Value))]);

    public Task<DomainAnswer> AskAsync(string name, DomainRecord record, CancellationToken cancellationToken)
    {
        Asked.Add(name);
        return Task.FromResult(Broken.Contains(name)
            ? DomainAnswer.Failed("it is broken")
            : new DomainAnswer([.. records.Where(entry => entry.Name == name && entry.Record == record).Select(static entry => entry.Value)]));
    }
}

namespace EmailCampaign.Hosting;

/// <summary>The keys of what is stored, whoever has written it. A host registers it with its storage.</summary>
public interface IStoredKeys
{
    /// <summary>Keys of the batches and pages of rejected rows that are stored, and whose campaign is not.</summary>
    Task<IReadOnlyList<string>> FindStraysAsync(CancellationToken cancellationToken);

    /// <summary>Keys of the campaigns of which there is a row.</summary>
    Task<IReadOnlyList<string>> FindCampaignsAsync(CancellationToken cancellationToken);
}

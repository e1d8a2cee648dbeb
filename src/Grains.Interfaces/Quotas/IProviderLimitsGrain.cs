namespace EmailCampaign.Quotas;

/// <summary>The limits of a provider account, over all silos; the key is <see cref="QuotaKey"/>.</summary>
[Alias("EmailCampaign.IProviderLimitsGrain")]
public interface IProviderLimitsGrain : IGrainWithStringKey
{
    /// <summary>The limits that hold, what is used of them, and how the silos meet the account.</summary>
    [Alias("Get")]
    Task<AccountView> GetAsync();

    /// <summary>Sets limits in place of the configured ones, until they are reset; what is sending hears of it within a second. Safe to repeat.</summary>
    [Alias("Change")]
    Task<AccountView> ChangeAsync(IReadOnlyList<LimitChange> changes);

    /// <summary>Goes back to the configured limits, also those that the account made felt. Counts of mails stay. Safe to repeat.</summary>
    [Alias("Reset")]
    Task<AccountView> ResetAsync();
}

namespace EmailCampaign.Mail.Sending;

/// <summary>An account's part in a route.</summary>
/// <param name="Account">The account's name.</param>
/// <param name="Weight">Its share among the legs of the same order: one with 3 gets three times the mails of one with 1.</param>
/// <param name="Order">Legs of a higher order are used only while none of a lower one can be.</param>
public sealed record RouteLeg(string Account, int Weight = 1, int Order = 0);

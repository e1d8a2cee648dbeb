using EmailCampaign.Batches;

namespace EmailCampaign.Client.Listing;

/// <summary>A recipient, and the campaign it was found in.</summary>
internal sealed record FoundRecipient(string CampaignId, RecipientView Recipient);

using EmailCampaign.Accounts;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Client.Launching;

/// <summary>A launch that was checked.</summary>
/// <param name="Definition">What the campaign is.</param>
/// <param name="Template">Its template, compiled for the file's columns.</param>
/// <param name="Provider">What the settings make of the provider; null when the silos alone know.</param>
/// <param name="Warnings">What a person should know, one sentence each.</param>
internal sealed record LaunchPlan(CampaignDefinition Definition, CompiledTemplate Template, ProviderFacts? Provider, IReadOnlyList<string> Warnings);

using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Http;

/// <summary>One message of a call.</summary>
/// <param name="Index">Its place in the slice.</param>
/// <param name="Content">What was composed for the API.</param>
internal sealed record ApiPart(int Index, OutgoingMessage Message, byte[] Content);

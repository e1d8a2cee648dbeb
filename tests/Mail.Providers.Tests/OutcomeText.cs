using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Tests;

/// <summary>An outcome as a word for tables of tests: <c>Rejected:Policy</c>.</summary>
internal static class OutcomeText
{
    public static string Of(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted => "Accepted",
        SendOutcome.Rejected rejected => $"Rejected:{rejected.Reason}",
        SendOutcome.Deferred deferred => $"Deferred:{deferred.Reason}",
        SendOutcome.Refused refused => $"Refused:{refused.Reason}",
        _ => outcome.GetType().Name,
    };

    public static string[] Of(IEnumerable<SendOutcome> outcomes) => [.. outcomes.Select(Of)];
}

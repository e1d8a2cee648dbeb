namespace EmailCampaign.Client.Launching;

/// <summary>What came of checking a launch.</summary>
internal abstract record LaunchReview
{
    private LaunchReview()
    {
    }

    public sealed record Ready(LaunchPlan Plan) : LaunchReview;

    /// <param name="Problems">Everything that is wrong, at least one, a sentence each.</param>
    public sealed record Refused(IReadOnlyList<string> Problems) : LaunchReview;
}

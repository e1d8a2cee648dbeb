namespace EmailCampaign.Client.Launching;

/// <summary>The name of a campaign: the value of <c>campaign</c> in a template, and what an id is made from.</summary>
internal static class CampaignName
{
    /// <summary>The name that was given, or else that of the template's folder.</summary>
    public static string Of(string? given, string template)
    {
        if (given?.Trim() is { Length: > 0 } name)
        {
            return name;
        }

        return Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(template))) is { Length: > 0 } folder ? folder : "campaign";
    }
}

using System.Text.RegularExpressions;

namespace EmailCampaign.Deploy.Tests;

/// <summary>How images are named.</summary>
internal static partial class ImageNames
{
    /// <summary>The image that is built here.</summary>
    public const string Ours = "email-app";

    /// <summary>Whether the name holds a version of three numbers, or of two where there are no more; ours may be the one that was just built.</summary>
    public static bool IsPinned(string image) => image == $"{Ours}:latest" || Version().IsMatch(image);

    [GeneratedRegex(@"^[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();
}

using System.Text.RegularExpressions;

namespace EmailCampaign.SystemTests.Monitoring;

/// <summary>An alert's expression answers nothing while all is well. Its comparisons with <c>bool</c> answer yes or no, and nothing only where there is no data.</summary>
internal static partial class AlertExpression
{
    public static string WithAnswers(string expression)
        => string.Concat(Selectors().Split(expression).Select(static (part, index) => index % 2 == 1 ? part : Comparison().Replace(part, "$0 bool")));

    [GeneratedRegex(@"(?<selector>\{[^}]*\})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selectors();

    [GeneratedRegex("[<>]=?|[=!]=", RegexOptions.None, 1000)]
    private static partial Regex Comparison();
}

using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Launching;

/// <summary>Collects what is wrong, so that a person reads all of it at once.</summary>
internal sealed class ProblemList
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> All => _problems;

    public void Add(string problem) => _problems.Add(problem);

    /// <summary>The value, or the default with its problem noted.</summary>
    public T? Take<T>(Parsed<T> parsed)
    {
        if (parsed.Problem is { } problem)
        {
            _problems.Add(problem);
        }

        return parsed.Value;
    }

    /// <summary>The value of an option that may be missing.</summary>
    public T? TakeOptional<T>(string? text, Func<string, Parsed<T>> parse)
        where T : struct
    {
        if (text is null)
        {
            return null;
        }

        var parsed = parse(text);
        _ = Take(parsed);
        return parsed.Problem is null ? parsed.Value : null;
    }
}

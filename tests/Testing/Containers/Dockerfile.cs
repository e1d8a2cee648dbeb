using System.Text.Json;
using System.Text.RegularExpressions;

namespace EmailCampaign.Testing.Containers;

/// <summary>A Dockerfile, read as far as this repository's uses the language; anything else is an error.</summary>
/// <param name="Stages">In order; the last one is the image.</param>
public sealed partial record Dockerfile(IReadOnlyList<DockerStage> Stages)
{
    public static Dockerfile Parse(string text)
    {
        var stages = new List<DockerStage>();
        foreach (var line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(static line => line.Trim()))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var (name, rest) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim());
            if (name == "FROM")
            {
                var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                stages.Add(new(words[0], words is [_, "AS", var alias] ? alias : null, []));
            }
            else
            {
                stages[^1].Instructions.Add(new(name, rest));
            }
        }

        return new(stages);
    }

    /// <summary>What a container of the image starts with.</summary>
    public ImageSettings Settings()
    {
        var image = Stages[^1];
        return new(
            image.Instructions.Where(static instruction => instruction.Name == "ENV").SelectMany(static instruction => Pairs(instruction.Rest)).ToDictionary(),
            image.Last("WORKDIR"),
            image.Last("USER"),
            List(image.Last("ENTRYPOINT")),
            List(image.Last("HEALTHCHECK").Split(" CMD ")[1]),
            [.. image.Last("EXPOSE").Split(' ').Select(int.Parse)]);
    }

    private static string[] List(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string text)
        => Pair().Matches(text).Select(static match => KeyValuePair.Create(match.Groups["name"].Value, match.Groups["value"].Value));

    [GeneratedRegex("(?<name>\\w+)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pair();
}

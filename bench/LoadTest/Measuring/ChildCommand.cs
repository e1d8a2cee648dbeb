using System.Diagnostics;

namespace EmailCampaign.LoadTest.Measuring;

/// <summary>A child process to be.</summary>
internal sealed record ChildCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables besides those of this process.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>This program with other arguments.</summary>
    public static ChildCommand Own(params string[] arguments) => new("dotnet", [typeof(ChildCommand).Assembly.Location, .. arguments]);

    public ProcessStartInfo ToStartInfo()
    {
        var start = new ProcessStartInfo(Program, Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace EmailCampaign.Testing.Processes;

/// <summary>A program by others that a test uses: there, or the reason why not.</summary>
/// <param name="Program">Full path; null when it cannot be had.</param>
/// <param name="Reason">Why it cannot be had, one sentence.</param>
public sealed record ForeignTool(string? Program, string Reason)
{
    /// <summary>Whether this run must have every tool: a continuous integration that skips proves nothing.</summary>
    public static bool Required => Environment.GetEnvironmentVariable("CI") is "true" or "1";

    [MemberNotNullWhen(true, nameof(Program))]
    public bool IsThere => Program is not null;

    /// <summary>Folder that outlives the run, for what was fetched once.</summary>
    public static string Cache(string name)
    {
        var folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "emailcampaign-tests", name);
        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>Finds a program on the path.</summary>
    public static string? Find(string name)
    {
        var names = OperatingSystem.IsWindows() ? new[] { name + ".exe", name + ".cmd" } : [name];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a step of a set-up to its end.</summary>
    /// <returns>Null when it went well; what it said otherwise.</returns>
    public static async Task<string?> RunAsync(string program, IReadOnlyList<string> arguments, string directory)
    {
        try
        {
            await using var process = RunningProcess.Start(program, arguments, directory);
            return await process.ExitAsync(TimeSpan.FromMinutes(3)) == 0 ? null : process.ToString();
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or TimeoutException)
        {
            return error.Message;
        }
    }
}

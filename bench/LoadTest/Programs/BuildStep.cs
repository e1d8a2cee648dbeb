using EmailCampaign.Testing.Processes;

namespace EmailCampaign.LoadTest.Programs;

/// <summary>A command that builds something to be measured.</summary>
internal static class BuildStep
{
    // Everything compiled for one kind of machine, the libraries too: minutes where others build at the same time.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <returns>Null when it went well; what it said otherwise.</returns>
    public static async Task<string?> RunAsync(string program, IReadOnlyList<string> arguments, string directory)
    {
        await using var process = RunningProcess.Start(program, arguments, directory);
        try
        {
            return await process.ExitAsync(Limit) == 0 ? null : process.ToString();
        }
        catch (TimeoutException late)
        {
            return late.Message;
        }
    }
}

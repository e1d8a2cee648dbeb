using System.Globalization;

namespace EmailCampaign.Client.Commands;

/// <summary>Where the details of an unexpected error go.</summary>
internal static class CrashLog
{
    /// <returns>The file that was written to.</returns>
    public static string Write(string dataDirectory, Exception error, TimeProvider clock)
    {
        var logs = Path.Combine(dataDirectory, "logs");
        var file = Path.Combine(System.IO.Directory.Exists(logs) ? logs : Path.GetTempPath(), "campaign-console.log");
        try
        {
            File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():O} {error}{Environment.NewLine}"));
            return file;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return $"no file, because {file} cannot be written";
        }
    }
}

using EmailCampaign.Client.Json;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Listing;

/// <summary>Lists rows, or exports them when a file is given.</summary>
internal static class RowOutput
{
    /// <param name="console">Where to.</param>
    /// <param name="settings">Whether JSON is wanted.</param>
    /// <param name="file">The file of <c>--export</c>; null to list.</param>
    /// <param name="shape">How a row is shown.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="nothing">What to say when there are none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<int> WriteAsync<T>(
        ConsoleContext console,
        GlobalSettings settings,
        string? file,
        RowShape<T> shape,
        IAsyncEnumerable<T> rows,
        string nothing,
        CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            var written = await RowExport.ToFileAsync(file, shape, rows, cancellationToken);
            SayExported(console.Terminal, settings, file, written);
        }
        else if (await RowListing.WriteAsync(console.Terminal, settings.Json, shape, rows, cancellationToken) == 0)
        {
            console.Terminal.Message(nothing);
        }

        return ExitCode.Done;
    }

    private static void SayExported(Terminal terminal, GlobalSettings settings, string file, long rows)
    {
        if (settings.Json)
        {
            terminal.Result(JsonLine.Of(json =>
            {
                json.WriteString("file", file);
                json.WriteNumber("rows", rows);
            }));
        }
        else
        {
            terminal.Result($"{Words.Count(rows, "row")} written to {file}");
        }
    }
}

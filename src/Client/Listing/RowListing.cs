using EmailCampaign.Client.Terminals;
using Spectre.Console;

namespace EmailCampaign.Client.Listing;

/// <summary>Shows rows: JSON lines when asked for, tables on a terminal, lines with tabs otherwise.</summary>
internal static class RowListing
{
    private const int RowsPerTable = 200;

    /// <returns>How many rows there were.</returns>
    public static async Task<long> WriteAsync<T>(
        Terminal terminal, bool json, RowShape<T> shape, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        long count = 0;
        var page = new List<T>();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            count++;
            if (json)
            {
                terminal.Result(shape.Json(row));
            }
            else if (!terminal.Interactive)
            {
                terminal.Result(string.Join('\t', shape.Fields(row).Select(Printable.Field)));
            }
            else
            {
                page.Add(row);
                if (page.Count == RowsPerTable)
                {
                    Flush(terminal, shape, page);
                }
            }
        }

        Flush(terminal, shape, page);
        return count;
    }

    private static void Flush<T>(Terminal terminal, RowShape<T> shape, List<T> page)
    {
        if (page.Count == 0)
        {
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns([.. shape.Columns.Select(static name => new TableColumn(new Text(Printable.Field(name))))]);
        foreach (var row in page)
        {
            table.AddRow(shape.Fields(row).Select(static field => new Text(Printable.Field(field))));
        }

        terminal.Ansi.Write(table);
        page.Clear();
    }
}

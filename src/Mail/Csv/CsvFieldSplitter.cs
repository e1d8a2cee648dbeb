using CsvHelper;

namespace EmailCampaign.Mail.Csv;

/// <summary>Splits blocks of complete records into fields with CsvHelper, which does the unquoting.</summary>
internal sealed class CsvFieldSplitter(char delimiter)
{
    private readonly CsvReaderOptions _options = new()
    {
        HasHeader = false,
        Separator = delimiter,
        IncludeValuesInExceptions = false,
        MalformedData = CsvMalformedDataHandling.Recover,
    };

    public Fields Split(ReadOnlyMemory<byte> block) => new(CsvReader.Create(block, _options));

    internal sealed class Fields(CsvReader reader) : IDisposable
    {
        /// <summary>Reads the next record, which starts at <paramref name="offset"/> of the block.</summary>
        /// <exception cref="InvalidOperationException">CsvHelper and our scanner disagree about where records end: a bug.</exception>
        public string[] Read(int offset, bool wanted)
        {
            if (!reader.Read() || reader.ByteOffset != offset)
            {
                throw new InvalidOperationException("The CSV parser found another record boundary than the scanner.");
            }

            if (!wanted)
            {
                return [];
            }

            var values = new string[reader.FieldCount];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = reader.GetString(i);
            }

            return values;
        }

        public void Dispose() => reader.Dispose();
    }
}

using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Client.Contacts;

/// <summary>
/// Streams a contact file into a campaign. The campaign says where it stands, so an upload that was interrupted goes on from there;
/// the fingerprint is taken again while streaming, and the last piece, which starts the campaign, goes out only when it matches.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="file">What the first pass found.</param>
/// <param name="pieceSize">Bytes per call; larger pieces are read no faster.</param>
internal sealed class ContactUpload(string path, ContactFile file, int pieceSize = 1024 * 1024)
{
    // An answer that asks for the same piece again is a campaign in trouble, not a reason to spin.
    private const int StallsAllowed = 3;

    /// <param name="connection">Where to.</param>
    /// <param name="id">The campaign.</param>
    /// <param name="progress">Told after each piece.</param>
    /// <param name="cancellationToken">Checked between pieces: an interrupted upload is resumable.</param>
    public async Task<UploadResult> RunAsync(
        ICampaignConnection connection, string id, IProgress<UploadProgress> progress, CancellationToken cancellationToken)
    {
        var answer = await connection.GetImportProgressAsync(id);
        if (Settled(answer) is { } settled)
        {
            return settled;
        }

        await using var raw = new HashingStream(ContactsStream.Open(path));
        await using var text = new CsvUtf8Stream(raw, file.Dialect(), leaveOpen: true);
        await using var piece = new ContactPieces(raw, text, pieceSize);
        var stalled = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (answer.NextOffset < piece.Start || stalled > StallsAllowed)
            {
                return new UploadResult.Again();
            }

            // Pieces that the campaign has already are read past, not skipped: the fingerprint covers the whole file.
            while (answer.NextOffset >= piece.End && !piece.IsLast)
            {
                await piece.MoveAsync(cancellationToken);
            }

            if (answer.NextOffset > piece.End || (piece.IsLast && (raw.BytesRead != file.Length || raw.Sha256() != file.Sha256)))
            {
                return new UploadResult.Changed(file.Name);
            }

            var asked = answer.NextOffset;
            answer = await connection.ImportAsync(id, new ImportChunk(asked, piece.Data[(int)(asked - piece.Start)..], piece.IsLast));
            stalled = answer.NextOffset > asked ? 0 : stalled + 1;
            progress.Report(new(piece.BytesOfFile, file.Length, answer.Rows));
            if (Settled(answer) is { } end)
            {
                return end;
            }
        }
    }

    private static UploadResult? Settled(ImportProgress answer) => answer switch
    {
        { Refusal: not CommandRefusal.None } => new UploadResult.Refused(answer.Refusal, answer.Problem),
        { Problem: { } problem } => new UploadResult.Stopped(problem),
        { Finished: true } => new UploadResult.Stored(answer.Rows),
        _ => null,
    };
}

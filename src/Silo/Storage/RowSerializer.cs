using Orleans.Serialization;
using Orleans.Storage;

namespace EmailCampaign.Silo.Storage;

/// <summary>Rows as Orleans writes them, from a pooled buffer: Orleans' own serializer of rows begins each with 256 bytes and doubles them until it has room.</summary>
internal sealed class RowSerializer(Serializer serializer) : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(serializer.SerializeToArray(input));

    public T Deserialize<T>(BinaryData input) => serializer.Deserialize<T>(input.ToMemory())!;
}

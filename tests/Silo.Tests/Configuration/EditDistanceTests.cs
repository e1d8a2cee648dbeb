using EmailCampaign.Silo.Configuration;

namespace EmailCampaign.Silo.Tests.Configuration;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("WorkerCount", "workercount", 0)]
    [InlineData("WorkerCount", "WorkerCout", 1)]
    public void Between_TwoNames_CountsTheLettersThatDiffer(string left, string right, int expected)
    {
        Assert.Equal(expected, EditDistance.Between(left, right));
        Assert.Equal(expected, EditDistance.Between(right, left));
    }
}

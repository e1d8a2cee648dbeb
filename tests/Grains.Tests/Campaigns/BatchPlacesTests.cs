using System.Net;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Grains.Tests.Campaigns;

public sealed class BatchPlacesTests
{
    private static readonly SiloAddress A = Silo(1);
    private static readonly SiloAddress B = Silo(2);
    private static readonly SiloAddress C = Silo(3);

    private readonly BatchPlaces _places = new(most: 8);

    [Fact]
    public void Choose_ManyBatches_AreSpreadEvenly()
    {
        var chosen = Enumerable.Range(0, 12).Select(batch => _places.Choose(batch, [A, B, C])).ToList();

        Assert.All(new[] { A, B, C }, silo => Assert.Equal(4, chosen.Count(silo.Equals)));
    }

    [Fact]
    public void Choose_ABatchThatHasAPlace_KeepsIt()
    {
        _places.Found(7, B);

        Assert.Equal(B, _places.Choose(7, [A, B, C]));
    }

    [Fact]
    public void Choose_ItsSiloIsGone_GoesWhereTheFewestAre()
    {
        _places.Found(0, A);
        _places.Found(1, B);
        _places.Found(2, C);
        _places.Found(3, B);

        Assert.Equal(A, _places.Choose(2, [A, B]));
    }

    [Fact]
    public void Choose_ASiloIsNew_GetsTheNextOnes()
    {
        for (var batch = 0; batch < 8; batch++)
        {
            _places.Choose(batch, [A, B]);
        }

        Assert.All(Enumerable.Range(8, 4), batch => Assert.Equal(C, _places.Choose(batch, [A, B, C])));
    }

    [Fact]
    public void Choose_OneSiloIsFaster_AllAreGivenTheSameShare()
    {
        // A finishes what it is given at once, the others when they have five.
        var atWork = new[] { A, B, C }.ToDictionary(static silo => silo, static _ => new Queue<int>());
        var given = new List<SiloAddress>();
        for (var batch = 0; batch < 60; batch++)
        {
            var silo = _places.Choose(batch, [A, B, C]);
            given.Add(silo);
            atWork[silo].Enqueue(batch);
            if (silo.Equals(A) || atWork[silo].Count == 5)
            {
                _places.Forget(atWork[silo].Dequeue());
            }
        }

        Assert.All(atWork.Keys, silo => Assert.Equal(20, given.Count(silo.Equals)));
    }

    [Fact]
    public void Choose_ASiloFinishesNothing_IsGivenNoMoreThanTheMost()
    {
        var chosen = Enumerable.Range(0, 60).Select(batch =>
        {
            var silo = _places.Choose(batch, [A, B]);
            if (silo.Equals(A))
            {
                _places.Forget(batch);
            }

            return silo;
        }).ToList();

        Assert.Equal(8, chosen.Count(B.Equals));
    }

    [Fact]
    public void Forget_AFinishedBatch_MakesRoom()
    {
        _places.Found(0, A);
        _places.Found(1, A);
        _places.Found(2, B);
        _places.Forget(0);
        _places.Forget(1);

        Assert.Equal(A, _places.Choose(3, [A, B]));
    }

    private static SiloAddress Silo(int generation) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), generation);
}
